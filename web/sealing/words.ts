/** Words of the BIP-39 English list: no two words have the same first four letters. */

import { wordlist } from "@scure/bip39/wordlists/english.js";
import type { WordsError, WordsFault } from "./errors.ts";
import { MOST_TYPED } from "./generated.ts";

/** The 2,048 words in their order. */
export const WORDS: readonly string[] = wordlist;

const ENOUGH = 4;

type WordsErrorClass = new (
  code: WordsFault,
  count: number,
  position?: number,
  word?: string,
) => WordsError;

/**
 * The word equal to `typed` (lower case), or the one that begins with at least four typed letters.
 */
export function findWord(typed: string): string | null {
  if (WORDS.includes(typed)) return typed;
  return (typed.length >= ENOUGH && WORDS.find((word) => word.startsWith(typed))) || null;
}

/** The words that begin with the typed letters, to help with typing. */
export function wordsFrom(typed: string): string[] {
  const start = runsOf(typed)[0];
  return start ? WORDS.filter((word) => word.startsWith(start)) : [];
}

/**
 * The `count` words in `text`, whole and in lower case. Ignores case, accents, numbering and
 * anything between words.
 *
 * @throws fault, which names the first wrong word or says how many words there are
 */
export function readWords(text: string, count: number, fault: WordsErrorClass): string[] {
  const typed = runsOf(text).filter((run) => !/^[0-9]+$/.test(run));
  const words = typed.map((run, index) => {
    const word = findWord(run);
    if (!word) throw new fault("wrong-word", typed.length, index + 1, run);
    return word;
  });
  if (words.length !== count) throw new fault("word-count", words.length);
  return words;
}

/**
 * The runs of letters and digits, in NFKD and without marks: the capital I of a Turkish keyboard
 * has a dot, which does not belong to the word.
 */
function runsOf(text: string): string[] {
  // Read no more than this: ordering marks takes quadratic time in the length of a run.
  const read = [...text.slice(0, 2 * MOST_TYPED)].slice(0, MOST_TYPED).join("");
  const plain = read
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase();
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}
