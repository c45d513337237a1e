/** What the build takes from the folders of the languages (languages.mjs). */

declare module "language:dictionaries" {
  import type { dictionary } from "@zxcvbn-ts/language-en";

  /** Words that people use in passphrases, in the language of the page. */
  export const dictionaries: readonly (typeof dictionary)[];
}
