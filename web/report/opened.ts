/** The shapes of what strangers and the project seal about a report (docs/formats.md, Reading). */

import { choice, code, count, firstItems, type Of, object, words } from "./reading.ts";

export const WHEN = ["day", "week", "month", "longer", "unsure"] as const;
export const KNOWN_KINDS = ["tel", "email", "plate", "profile", "description"] as const;
export const ANSWERS = ["receipt", "contact"] as const;
/** The types that a photo may have: never a type that runs. */
export const PICTURES = ["image/jpeg", "image/png", "image/webp"] as const;

/** Something that is known of who did it. */
export const KNOWN = object({ kind: choice(KNOWN_KINDS), value: words(2_000) });

export const REPORT = object({
  what: words(20_000),
  when: choice(WHEN),
  when_words: words(200),
  borough: code,
  who: firstItems(KNOWN, 50),
  answer: choice(ANSWERS),
  contact: words(500),
});

/** A message of the writer: only the record's kind says whose it is. */
export const REPORTER_MESSAGE = object({ text: words(20_000) });

/** A message or a note of the project; `by` names who wrote it (team.ts). */
export const TEAM_MESSAGE = object({ text: words(20_000), by: words(100) });

export const ATTACHMENT = object({
  type: choice(PICTURES),
  size: count(64 * 262_144),
  chunks: count(64),
});

/** What somebody wrote who thinks that a warning names them. */
export const REVIEW_REQUEST = object({
  identifier: words(600),
  what: words(6_000),
  answer: words(600),
});

export type Report = Of<typeof REPORT>;
export type Known = Of<typeof KNOWN>;
export type TeamMessage = Of<typeof TEAM_MESSAGE>;
export type Photo = Of<typeof ATTACHMENT>;
export type Asked = Of<typeof REVIEW_REQUEST>;
