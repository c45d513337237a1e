/** The words that passphrases of the page's language are made of (build.mjs). */

declare module "language:dictionaries" {
  /** Words and passwords by list, the most common first, in each language that it is judged by. */
  export const dictionary: Record<string, string[]>;
  /** The 2,048 words that a passphrase is drawn from. */
  export const WORDS: readonly string[];
}
