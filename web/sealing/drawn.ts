/** Passphrases drawn by chance from a list of 2,048 words. */

import { randomBytes } from "./bytes.ts";

/** Words of a drawn passphrase. */
export const DRAWN_WORDS = 6;
/** What each word adds: log2 of 2,048. */
const BITS_A_WORD = 11;
/** The entropy of a drawn passphrase: 66 bits. */
export const DRAWN_BITS = DRAWN_WORDS * BITS_A_WORD;

/** Six words with spaces between. Each of the 2,048 is as likely at each place. */
export function drawPassphrase(words: readonly string[]): string {
  if (words.length !== 2 ** BITS_A_WORD) throw new Error("The list does not have 2,048 words.");
  const drawn = new Uint16Array(randomBytes(2 * DRAWN_WORDS).buffer);
  // 2,048 divides the 65,536 values of two bytes: no word comes more often.
  return [...drawn].map((each) => words[each % words.length]).join(" ");
}
