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

/** A warning as the release has it (docs/check.md, Release). Caseworkers of other projects wrote it. */
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

/** The readable ones of a feed, and how many are not: one bad warning hides no other. */
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

/** A warning's text in the language of the page where there is one, else as it was written. */
export function textFor(
  { texts, original }: Pick<Warning, "texts" | "original">,
  language: string,
): { text: string; language: string } {
  const wanted = [language, language.split("-")[0] ?? "", original];
  const found = wanted.find((each) => texts[each]) ?? Object.keys(texts)[0] ?? original;
  return { text: texts[found] ?? "", language: found };
}

/** A language's name for a reader of `page`; the code if the browser does not know it. */
export function languageName(code: string, page: string): string {
  try {
    return new Intl.DisplayNames([page], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** Whether a warning or a notice is for somebody who chose these areas; none chosen means all. */
export function isFor({ areas }: { areas: readonly string[] }, chosen: readonly string[]): boolean {
  return chosen.length === 0 || areas.some((area) => chosen.includes(area));
}

/** Newest first; those of one day in a stable order. */
export function newestFirst(warnings: readonly Warning[]): Warning[] {
  const key = ({ published_on, reference }: Warning) => published_on + reference;
  return [...warnings].sort((a, b) => (key(a) < key(b) ? 1 : -1));
}
