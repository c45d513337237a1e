/** What a report says, prepared once for the texts to compare with it. */

import { eachOf, type Steps } from "../../../ui/slices.ts";
import { likenessOf } from "./likeness.ts";
import { NOT_NAMES } from "./lists.ts";
import { A_WORD, isCapital, ROW, rowAt, type Word, wordsOf } from "./words.ts";

/** What the report says: each of its texts, and the names of the places it gives. */
export interface ReportTexts {
  texts: readonly string[];
  places: readonly string[];
}

/** The same, prepared for comparison. */
export interface ReportIndex {
  /** Names, and whether each is certainly one because it is within a sentence. */
  names: ReadonlyMap<string, boolean>;
  words: ReadonlySet<string>;
  /** Sequences of words in the reporter's own wording. */
  rows: ReadonlySet<string>;
  places: readonly (readonly Word[])[];
  /** Whether it contains all texts. */
  complete: boolean;
}

/** How many characters to compare with: fifty times the longest report. */
export const MOST_INDEXED = 1_000_000;

export const couldBeName = ({ folded }: Word): boolean =>
  !NOT_NAMES.has(folded) && folded.length > 1;

/** In text that is all capitals, capitals mean nothing. */
export const hasSmall = (text: string): boolean => /\p{Ll}/u.test(text);

export const EMPTY_INDEX: ReportIndex = {
  names: new Map(),
  words: new Set(),
  rows: new Set(),
  places: [],
  complete: true,
};

export function* indexReport(report: ReportTexts): Steps<ReportIndex> {
  const names = new Map<string, boolean>();
  const words = new Set<string>();
  const usual = new Set<string>();
  const rows = new Set<string>();
  const texts = textsWithin(report.texts);
  for (const written of texts) {
    const { text } = yield* likenessOf(written);
    const its = yield* wordsOf(text);
    const small = hasSmall(text);
    const addWord = (word: Word) => {
      words.add(word.folded);
      if (small && !isCapital(word.text)) usual.add(word.folded);
      else if (small && couldBeName(word)) {
        names.set(word.folded, names.get(word.folded) === true || !word.opens);
      }
    };
    yield* eachOf(its, addWord, () => A_WORD);
    yield* indexRows(its, rows);
  }
  yield* eachOf(
    usual,
    (word) => names.delete(word),
    () => 1,
  );
  const places: Word[][] = [];
  for (const place of report.places) places.push(yield* wordsOf((yield* likenessOf(place)).text));
  const complete = texts.length === report.texts.length;
  return { names, words, rows, places, complete };
}

function* indexRows(words: readonly Word[], rows: Set<string>): Steps<void> {
  const starts = words.slice(ROW - 1).keys();
  yield* eachOf(
    starts,
    (at) => rows.add(rowAt(words, at)),
    () => ROW * A_WORD,
  );
}

/** The first texts that together fit into the limit, in their order. */
function textsWithin(texts: readonly string[]): readonly string[] {
  let room = MOST_INDEXED;
  const last = texts.findIndex((text) => {
    room -= text.length;
    return room < 0;
  });
  return last < 0 ? texts : texts.slice(0, last);
}
