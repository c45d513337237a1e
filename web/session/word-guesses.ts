/** How many guesses a passphrase takes whose every word is in the list of whoever guesses. */

/**
 * A list of so many words is tried for each run of letters, however rare the word is. The
 * dictionaries that the estimator has on a page are shorter.
 */
const WORD = 30_000;
/** Signs beside letters and digits that are on a keyboard. */
const SIGNS = 32;

function guessesOf(run: string): number {
  const length = [...run].length;
  if (/^\p{L}/u.test(run)) return Math.min(26 ** length, WORD);
  if (/^\p{N}/u.test(run)) return Math.min(10 ** length, WORD);
  return SIGNS;
}

/** The score from 0 to 4, by the bounds of zxcvbn: 10^3, 10^6, 10^8 and 10^10 guesses. */
export function scoreOfWords(passphrase: string): number {
  const runs = passphrase.match(/\p{L}+|\p{N}+|[^\p{L}\p{N}\s]+/gu) ?? [];
  const guesses = runs.reduce((all, run) => all * guessesOf(run), 1);
  return [1e3, 1e6, 1e8, 1e10].filter((bound) => guesses >= bound).length;
}
