/** A warning as it is composed, and what its sealed draft holds (docs/http.md). */

import { members } from "../desk/content.ts";
import { type Identifier, KINDS } from "../oblivious/normalise/kinds.ts";
import { type Bytes, utf8 } from "../sealing/bytes.ts";

/** Months are `2026-11`, days `2026-11-24`; `texts` are by language. */
export interface Draft {
  kind: string;
  areas: string[];
  months: { from: string; to: string };
  original: string;
  texts: Record<string, string>;
  identifiers: Identifier[];
  review_on: string;
}

/** Characters of a text, and identifiers of a warning, at most. */
export const MOST_TEXT = 1_000;
export const MOST_IDENTIFIERS = 20;
/** Days until a warning is looked at again. */
export const REVIEW_AFTER = 90;
export const REVIEW_AT_MOST = 183;

export function writeDraft({ identifiers, ...draft }: Draft): Bytes {
  const named = identifiers.map(({ kind, canonical }) => ({ kind, value: canonical }));
  return utf8(JSON.stringify({ v: 1, ...draft, identifiers: named }));
}

type Members = Readonly<Record<string, unknown>>;

const object = (value: unknown): Members =>
  typeof value === "object" && value !== null ? (value as Members) : {};
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function identifier(value: unknown): Identifier[] {
  const inside = object(value);
  const kind = KINDS.find((known) => known === inside.kind);
  const canonical = text(inside.value);
  return kind && canonical ? [{ kind, canonical }] : [];
}

/** What is inside a draft's record; whatever is missing or has another shape is empty. */
export function readDraft(opened: Bytes): Draft {
  const inside = members(opened);
  const months = object(inside.months);
  const texts = Object.entries(object(inside.texts)).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return {
    kind: text(inside.kind),
    areas: list(inside.areas).map(text).filter(Boolean),
    months: { from: text(months.from), to: text(months.to) },
    original: text(inside.original),
    texts: Object.fromEntries(texts),
    identifiers: list(inside.identifiers).flatMap(identifier),
    review_on: text(inside.review_on),
  };
}

/** The day so many days after today, where the reader is. */
export function daysFromNow(days: number): string {
  const now = new Date();
  return new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate() + days))
    .toISOString()
    .slice(0, 10);
}

/** The last months up to this one, newest first. */
export function lastMonths(count: number): string[] {
  const now = new Date();
  return Array.from({ length: count }, (_each, ago) =>
    new Date(Date.UTC(now.getFullYear(), now.getMonth() - ago, 1)).toISOString().slice(0, 7),
  );
}
