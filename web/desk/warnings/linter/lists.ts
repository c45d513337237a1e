/**
 * The words and patterns of every language together: a warning may be in any of them, whatever
 * language the desk is in. Each language has them in its linter.json in src/unsilenced/locale; the
 * build puts them together.
 */

import found from "./languages.generated.json" with { type: "json" };
import { list } from "./words.ts";

const words = (lines: readonly string[]): ReadonlySet<string> => list(lines.join(" "));
const oneOf = (patterns: readonly string[]): string => `(?:${patterns.join("|")})`;

/** Words for a place where somebody works or meets, wherever they are in the text. */
export const PREMISES = words(found.premises);
/** Words that mean a street when they follow its name: “Mill Close”, but not “close to”. */
export const STREETS = words(found.streets);
/** Words that make an address together with a number: “room 4”. */
export const NUMBERED = words(found.numbered);
export const FIRST_PERSON = words(found.first_person);
/** Compared with their accents, because without them they are different words. */
export const FIRST_PERSON_MARKED: ReadonlySet<string> = new Set(found.first_person_marked);
/** First-person words that are different words without their apostrophe. */
export const WITH_APOSTROPHE = words(found.first_person_with_apostrophe);
/** Words that begin sentences and are not names. */
export const NOT_NAMES = words(found.not_names);

export const MONTHS = oneOf(found.months);
export const BEFORE_MONTHS = oneOf(found.before_months);
export const ORDINALS = oneOf(found.ordinals);
export const HOUR_NAMES = oneOf(found.hour_names);
export const BEFORE_TIMES = oneOf(found.before_times);
/** An @ written as a word. */
export const SPELLED_AT = oneOf(found.spelled_at);

const patterns = (sources: readonly string[]): RegExp[] =>
  sources.map((source) => {
    const filled = source.replace("{months}", MONTHS).replace("{hours}", oneOf(found.hours));
    return new RegExp(filled, "giu");
  });

export const TIMES_IN_WORDS = patterns(found.times);
export const DATES_IN_WORDS = patterns(found.dates);
