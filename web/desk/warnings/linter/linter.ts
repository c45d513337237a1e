/** Marks what in a warning's text could reveal who reported. It never forbids anything. */

import type { PlaceFacts } from "../../../ui/place-facts.ts";
import { eachOf, type Steps } from "../../../ui/slices.ts";
import { contactsIn } from "./contacts.ts";
import { DATE_PATTERNS, patternsOf, shaped, TIME_PATTERNS } from "./dated.ts";
import { inOriginal, likenessOf } from "./likeness.ts";
import {
  FIRST_PERSON,
  FIRST_PERSON_MARKED,
  NUMBERED,
  PREMISES,
  STREETS,
  WITH_APOSTROPHE,
} from "./lists.ts";
import { couldBeName, hasSmall, type ReportIndex } from "./report-index.ts";
import { apart, merged, type Span } from "./spans.ts";
import { A_WORD, isCapital, ROW, rowAt, type Word, wordsOf } from "./words.ts";

/** Why the linter marks words. */
export type Reason =
  | "time"
  | "date"
  | "postcode"
  | "premises"
  | "place"
  | "name"
  | "first-person"
  | "contact"
  | "copied";

/** Words of the text, from `start` up to `end` (UTF-16 units), and why they are marked. */
export interface Finding {
  reason: Reason;
  start: number;
  end: number;
  words: string;
}

/** How people write postcodes and number plates in the site's country. */
export interface Written {
  postcodes: readonly RegExp[];
  plates: readonly RegExp[];
}

export const writtenIn = ({ postcodes, plates }: Pick<PlaceFacts, keyof Written>): Written => ({
  postcodes: patternsOf(postcodes),
  plates: patternsOf(plates),
});

/** What a rule looks at: the text, its words, and what the report says. */
interface Looked {
  text: string;
  written: Written;
  words: readonly Word[];
  index: ReportIndex;
}

type Rule = (looked: Looked) => Steps<Span[]>;

/** Words shorter than this are normalised. Longer ones are not: they may have many marks. */
const SHORT = 8;

const matching = (patternsFor: (written: Written) => readonly RegExp[]): Rule =>
  function* ({ text, written }) {
    return yield* shaped(text, patternsFor(written));
  };

/** A rule that looks at each word and its place. */
const wordly = (rule: (word: Word, at: number, looked: Looked) => Span | null): Rule =>
  function* (looked) {
    const spans: Span[] = [];
    yield* eachOf(
      looked.words.entries(),
      ([at, word]) => {
        const span = rule(word, at, looked);
        if (span) spans.push(span);
      },
      ([, { text }]) => text.length + A_WORD,
    );
    return spans;
  };

const contacts: Rule = function* ({ text, written }) {
  const dates = yield* shaped(text, DATE_PATTERNS);
  return [...(yield* contactsIn(text, dates)), ...(yield* shaped(text, written.plates))];
};

const premises = wordly((word, at, { words }) => {
  const before = words[at - 1];
  const after = words[at + 1];
  const named = before && isCapital(before.text) && (!before.opens || isCapital(word.text));
  if (STREETS.has(word.folded) && named) return { start: before.start, end: word.end };
  const numbered = after && /^\d/.test(after.text) ? after : null;
  if (NUMBERED.has(word.folded) && numbered) return { start: word.start, end: numbered.end };
  if (!PREMISES.has(word.folded)) return null;
  return { start: word.start, end: (numbered ?? word).end };
});

const firstPerson = wordly((word) => (isFirstPerson(word) ? word : null));

function isFirstPerson({ text, folded }: Word): boolean {
  if (FIRST_PERSON_MARKED.has(composed(text))) return true;
  if (text.length > 1 && text === text.toUpperCase()) return false;
  if (WITH_APOSTROPHE.has(folded) && !/[’']/.test(text)) return false;
  return FIRST_PERSON.has(folded);
}

/** A short word with one form of each letter; a long word unchanged, as it may have many marks. */
const composed = (word: string): string =>
  word.length < SHORT ? word.toLowerCase().normalize("NFC") : word;

const names: Rule = function* (looked) {
  const { names: known } = looked.index;
  const written = yield* namesWritten(looked);
  const isName = ({ text, folded }: Word): boolean => {
    const certain = known.get(folded);
    return certain === true || (isCapital(text) && (certain === false || written.has(folded)));
  };
  return yield* wordly((word) => (isName(word) ? word : null))(looked);
};

/**
 * Words that the warning writes as names within a sentence, and that the report has in any letters:
 * people who write only small letters write names in them too.
 */
function* namesWritten({ text, words, index }: Looked): Steps<Set<string>> {
  const written = new Set<string>();
  if (!hasSmall(text)) return written;
  const isWritten = (word: Word): boolean =>
    isCapital(word.text) && !word.opens && couldBeName(word) && index.words.has(word.folded);
  yield* eachOf(
    words,
    (word) => isWritten(word) && written.add(word.folded),
    (word) => word.text.length,
  );
  return written;
}

/** Finds the report's places, each a few words that we named ourselves. */
const places = function* (looked: Looked): Steps<Span[]> {
  let spans: Span[] = [];
  for (const place of looked.index.places) {
    const rule = wordly((word, at, { words }) => {
      const last = place.length ? words[at + place.length - 1] : undefined;
      const same = place.every(({ folded }, index) => words[at + index]?.folded === folded);
      return same && last ? { start: word.start, end: last.end } : null;
    });
    spans = spans.concat(yield* rule(looked));
  }
  return spans;
};

const copied = wordly((word, at, { words, index }) => {
  const last = words[at + ROW - 1];
  return last && index.rows.has(rowAt(words, at)) ? { start: word.start, end: last.end } : null;
});

const RULES: readonly (readonly [Reason, Rule])[] = [
  ["time", matching(() => TIME_PATTERNS)],
  ["date", matching(() => DATE_PATTERNS)],
  ["postcode", matching(({ postcodes }) => postcodes)],
  ["premises", premises],
  ["place", places],
  ["name", names],
  ["first-person", firstPerson],
  ["contact", contacts],
  ["copied", copied],
];

/** Reasons that say more about a word than that it is a name. */
const BETTER: ReadonlySet<Reason> = new Set(["time", "date", "postcode", "premises", "place"]);

/** What could reveal who reported, in the order of the text. */
export function* lint(text: string, index: ReportIndex, written: Written): Steps<Finding[]> {
  const likeness = yield* likenessOf(text);
  const words = yield* wordsOf(likeness.text);
  const looked = { text: likeness.text, words, index, written };
  let better: Span[] = [];
  let found: Finding[] = [];
  for (const [reason, rule] of RULES) {
    const spans = merged(yield* rule(looked));
    yield spans.length;
    if (BETTER.has(reason)) better = better.concat(spans);
    // A better reason comes before “name”: a street, a weekday.
    const shown = reason === "name" ? apart(spans, merged(better)) : spans;
    yield shown.length;
    found = yield* inOrder(
      found,
      shown.map((span) => {
        const { start, end } = inOriginal(span, likeness, text);
        return { reason, start, end, words: text.slice(start, end) };
      }),
    );
  }
  return found;
}

/** Two lists, each in the order of the text, as one; sorting both together would make no pause. */
function* inOrder(found: readonly Finding[], more: readonly Finding[]): Steps<Finding[]> {
  const all: Finding[] = [];
  let at = 0;
  const addUpTo = (next: Finding) => {
    for (let one = found[at]; one && comesFirst(one, next); one = found[at]) {
      all.push(one);
      at += 1;
    }
    all.push(next);
  };
  yield* eachOf(more, addUpTo, () => A_WORD);
  yield found.length;
  return all.concat(found.slice(at));
}

const comesFirst = (one: Finding, other: Finding): boolean =>
  one.start < other.start || (one.start === other.start && one.end <= other.end);
