/** Warnings as members see them: which ones, in which order and language. */

import {
  byName,
  code,
  exactly,
  flag,
  form,
  list,
  type Of,
  object,
  readValue,
  type Shape,
  words,
} from "../report/reading.ts";

const LANGUAGE = /^[a-z]{2,8}(-[a-z0-9]{1,8}){0,3}$/;
const MONTH = form(/^\d{4}-\d\d/);
const DAY = form(/^\d{4}-\d\d-\d\d$/);

/**
 * A warning as the release has it (docs/check.md, Release). Caseworkers of other projects write
 * these.
 */
export const WARNING = object({
  reference: exactly(/^[A-Za-z0-9-]{1,64}$/),
  kind: code,
  areas: list(code, 100),
  months: object({ from: MONTH, to: MONTH }),
  original: form(LANGUAGE),
  texts: byName(LANGUAGE, words(10_000), 100),
  project: words(200),
  four_eyes: flag,
  published_on: DAY,
  review_on: DAY,
});

export const TAKEN_DOWN = object({ kind: code, areas: list(code, 100), day: DAY });

export type Warning = Of<typeof WARNING>;
export type TakenDown = Of<typeof TAKEN_DOWN>;

/**
 * The readable warnings of a feed, and how many are unreadable: one bad warning does not hide
 * others.
 */
export interface Readable<T> {
  all: T[];
  unread: number;
}

function readable<T>(each: readonly unknown[], shape: Shape<T>): Readable<T> {
  const all = each.flatMap((one) => readValue(one, shape)?.value ?? []);
  return { all, unread: each.length - all.length };
}

export const warningsIn = (each: readonly unknown[]): Readable<Warning> => readable(each, WARNING);
export const takenDownIn = (each: readonly unknown[]): Readable<TakenDown> =>
  readable(each, TAKEN_DOWN);

/** A warning's text in the page's language if there is one, otherwise in its original language. */
export function textFor(
  { texts, original }: Pick<Warning, "texts" | "original">,
  language: string,
): { text: string; language: string } {
  const wanted = [language, language.split("-")[0] ?? "", original];
  const found = wanted.find((each) => texts[each]) ?? Object.keys(texts)[0] ?? original;
  return { text: texts[found] ?? "", language: found };
}

/** A language's name in the language `page`; the code if the browser does not know the name. */
export function languageName(code: string, page: string): string {
  try {
    return new Intl.DisplayNames([page], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}

/**
 * Whether a warning or a notice is for somebody who chose these areas. No chosen area means all.
 */
export function isFor({ areas }: { areas: readonly string[] }, chosen: readonly string[]): boolean {
  return chosen.length === 0 || areas.some((area) => chosen.includes(area));
}

/** Newest first; warnings of the same day in a stable order. */
export function newestFirst(warnings: readonly Warning[]): Warning[] {
  const key = ({ published_on, reference }: Warning) => published_on + reference;
  return [...warnings].sort((a, b) => (key(a) < key(b) ? 1 : -1));
}
