/** The words of a text, as they are compared. */

import { fold } from "../../../ui/fold.ts";
import { OFTEN, type Steps } from "../../../ui/slices.ts";
import type { Span } from "./spans.ts";

export interface Word extends Span {
  text: string;
  /** The form to compare: folded, without apostrophes. */
  folded: string;
  /** Whether it begins the text or a sentence. */
  opens: boolean;
}

const WORD = /[\p{L}\p{M}\p{N}]+(?:[’'][\p{L}\p{M}]+)*/gu;
/** How many letters of a word to compare: no language has longer words. */
const LONGEST = 100;
const SENTENCE_END = /[.!?…:\n]/;

/** A set of words in the form to compare. */
export const list = (words: string): ReadonlySet<string> => new Set(fold(words).split(/\s+/));

export const isCapital = (word: string): boolean => /^\p{Lu}/u.test(word);

/** Steps that a word costs in addition to its letters. */
export const A_WORD = 10;

export function* wordsOf(text: string): Steps<Word[]> {
  const words: Word[] = [];
  let before = 0;
  let steps = 0;
  for (const { index: start, 0: word } of text.matchAll(WORD)) {
    const folded = fold(word.slice(0, LONGEST)).replace(/[’']/g, "");
    const opens = !words.length || SENTENCE_END.test(text.slice(before, start));
    steps += A_WORD + start + word.length - before;
    before = start + word.length;
    words.push({ text: word, folded, start, end: before, opens });
    if (steps > OFTEN) {
      yield steps;
      steps = 0;
    }
  }
  yield steps + text.length - before;
  return words;
}

/** How many of the reporter's words in a row count as their own wording. */
export const ROW = 4;

/** The row that begins with a word. */
export const rowAt = (words: readonly Word[], at: number): string =>
  words
    .slice(at, at + ROW)
    .map(({ folded }) => folded)
    .join(" ");
