/** Times, dates, postcodes and plates in a text: short patterns, searched for in windows. */

import type { Shapes } from "../../../ui/place-facts.ts";
import type { Steps } from "../../../ui/slices.ts";
import {
  BEFORE_MONTHS,
  BEFORE_TIMES,
  DATES_IN_WORDS,
  HOUR_NAMES,
  MONTHS,
  ORDINALS,
  TIMES_IN_WORDS,
} from "./lists.ts";
import { isInside, type Span } from "./spans.ts";

/** How many characters to search at once, and how long a match of these patterns can be. */
const WINDOW = 8_192;
const REACH = 64;

const TIMES = [
  /(?:[01]?\d|2[0-4])(?::|h)[0-5]\d(?:\s?(?:[ap]\.m\.?|[ap]m))?/giu,
  /(?:1[0-2]|0?[1-9])(?:[.:][0-5]\d)?\s?(?:[ap]\.m\.?|[ap]m)/giu,
  new RegExp(`(?:[01]?\\d|2[0-4])\\s?(?:h|${HOUR_NAMES})`, "giu"),
  new RegExp(`${BEFORE_TIMES}\\s(?:[01]?\\d|2[0-4])[.:][0-5]\\d`, "giu"),
  ...TIMES_IN_WORDS,
];

const DATES = [
  /(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:[12]\d|3[01]|0?[1-9])/gu,
  /(?:[12]\d|3[01]|0?[1-9])[-/.](?:0?[1-9]|1[0-2])(?:[-/.](?:\d{4}|\d{2}))?/gu,
  new RegExp(`\\d{1,2}${ORDINALS}?\\s(?:${BEFORE_MONTHS}\\s)?${MONTHS}`, "giu"),
  ...DATES_IN_WORDS,
];

/** A pattern that matches only up to the end of a word or number. */
const toItsEnd = ({ source, flags }: RegExp): RegExp =>
  new RegExp(`(?:${source})(?![\\p{L}\\p{N}])`, flags);

export const TIME_PATTERNS: readonly RegExp[] = TIMES.map(toItsEnd);
export const DATE_PATTERNS: readonly RegExp[] = DATES.map(toItsEnd);

/** What each character of a shape means; a character that is not here means itself. */
const STANDS_FOR: Readonly<Record<string, string>> = {
  A: "[A-Z]",
  "9": "\\d",
  "*": "[A-Z\\d]",
  " ": "\\s?",
};

/** Patterns for the postcodes or number plates of the site's country. */
export const patternsOf = (all: readonly Shapes[]): RegExp[] =>
  all.map(({ shapes, begins, capitals }) => {
    const written = shapes.map((shape) =>
      [...shape].map((each) => STANDS_FOR[each] ?? each).join(""),
    );
    const source = `(?:${begins.join("|")})(?:${written.join("|")})`;
    return toItsEnd(new RegExp(source, capitals ? "gu" : "giu"));
  });

/** Where a text matches one of these, outside a longer word or number. */
export function* shaped(text: string, patterns: readonly RegExp[]): Steps<Span[]> {
  const spans: Span[] = [];
  for (const pattern of patterns) yield* findsOf(text, pattern, spans);
  return spans;
}

function* findsOf(text: string, pattern: RegExp, spans: Span[]): Steps<void> {
  let from = 0;
  while (from < text.length) {
    const part = text.slice(from, from + WINDOW + REACH);
    let next = from + WINDOW;
    for (const { index, 0: found } of part.matchAll(pattern)) {
      if (index >= WINDOW) break;
      const [start, end] = [from + index, from + index + found.length];
      if (!isInside(text[start - 1])) spans.push({ start, end });
      next = Math.max(next, end);
    }
    yield part.length;
    from = next;
  }
}
