/** A warning as somebody writes it, and what its sealed draft contains (docs/http.md). */

import { IDENTIFIER_KINDS } from "../../oblivious/generated.ts";
import type { Identifier } from "../../oblivious/normalise/kinds.ts";
import {
  byName,
  code,
  exactly,
  form,
  list,
  object,
  oneOf,
  read,
  text,
} from "../../report/reading.ts";
import { type Bytes, utf8 } from "../../sealing/bytes.ts";
import { MOST_AREAS, MOST_IDENTIFIERS, MOST_TEXT, MOST_TEXTS } from "../../warning/generated.ts";

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

/** Days until somebody looks at a warning again, unless they choose another day. */
export const REVIEW_AFTER = 90;

export function writeDraft({ identifiers, ...draft }: Draft): Bytes {
  const named = identifiers.map(({ kind, canonical }) => ({ kind, value: canonical }));
  return utf8(JSON.stringify({ v: 1, ...draft, identifiers: named }));
}

const LANGUAGE = /^[a-z]{2,8}(-[a-z0-9]{1,8}){0,3}$/;
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

/** A person approves a warning as a whole, so one that is too long counts as unreadable. */
export const WARNING = object({
  kind: code,
  areas: list(exactly(/^[A-Za-z0-9-]{1,40}$/), MOST_AREAS),
  months: object({ from: form(MONTH), to: form(MONTH) }),
  original: form(LANGUAGE),
  texts: byName(LANGUAGE, text(MOST_TEXT), MOST_TEXTS),
  identifiers: list(object({ kind: oneOf(IDENTIFIER_KINDS), value: text(600) }), MOST_IDENTIFIERS),
  review_on: form(DAY),
});

/** The content of a draft's record, or null if it cannot be read. */
export function readDraft(opened: Bytes): Draft | null {
  const inside = read(opened, WARNING)?.value;
  if (!inside) return null;
  const named = inside.identifiers.filter(({ value }) => value);
  const identifiers = named.map(({ kind, value }) => ({ kind, canonical: value }));
  return { ...inside, identifiers };
}

/** The day that many days after today, in the reader's time zone. */
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
