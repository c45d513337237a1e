/** What the build takes from the folders of the languages (languages.mjs). */

declare module "language:dictionaries" {
  import type { dictionary } from "@zxcvbn-ts/language-en";

  /** The words that passphrases on a page are made of, in its language. */
  export const dictionaries: readonly (typeof dictionary)[];
}
