/**
 * The words and patterns of every language together: a warning may be written in any of them, in
 * whatever language the desk is read. They stand in src/unsilenced/locale, in each language's
 * linter.json; the build puts them together.
 */

import found from "./languages.generated.json" with { type: "json" };
import { list } from "./words.ts";

const words = (lines: readonly string[]): ReadonlySet<string> => list(lines.join(" "));
const oneOf = (patterns: readonly string[]): string => `(?:${patterns.join("|")})`;

/** Words for a place where somebody works or meets, wherever they stand. */
export const PREMISES = words(found.premises);
/** Words that are a street's after its name: “Mill Close”, but not “close to”. */
export const STREETS = words(found.streets);
/** Words that are an address with a number: “room 4”. */
export const NUMBERED = words(found.numbered);
export const FIRST_PERSON = words(found.first_person);
/** With their marks: without, they are other words, so these are compared as they are written. */
export const FIRST_PERSON_MARKED: ReadonlySet<string> = new Set(found.first_person_marked);
/** Of those above, what is another word where it has no apostrophe. */
export const WITH_APOSTROPHE = words(found.first_person_with_apostrophe);
/** Words that open sentences and are no names. */
export const NOT_NAMES = words(found.not_names);

export const MONTHS = oneOf(found.months);
export const BEFORE_MONTHS = oneOf(found.before_months);
export const ORDINALS = oneOf(found.ordinals);
export const HOUR_NAMES = oneOf(found.hour_names);
export const BEFORE_TIMES = oneOf(found.before_times);
/** An @ that is spelled. */
export const SPELLED_AT = oneOf(found.spelled_at);

const patterns = (sources: readonly string[]): RegExp[] =>
  sources.map((source) => {
    const filled = source.replace("{months}", MONTHS).replace("{hours}", oneOf(found.hours));
    return new RegExp(filled, "giu");
  });

export const TIMES_IN_WORDS = patterns(found.times);
export const DATES_IN_WORDS = patterns(found.dates);
