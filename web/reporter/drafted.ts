/** The shape of what is written so far, which a page finds again after a reload (draft.ts). */

import {
  byName,
  code,
  count,
  exactly,
  list,
  type Of,
  object,
  oneOf,
  orNull,
  type Shape,
  text,
} from "../report/reading.ts";
import { SCREENS } from "./steps.ts";

/** Answers as somebody types them; they may be too long to send. */
const ANSWERS = object({
  what: text(100_000),
  when: code,
  when_words: text(10_000),
  borough: code,
  who: list(object({ kind: code, value: text(10_000) }), 100),
  answer: code,
  contact: text(10_000),
  consents: list(code, 20),
});

const CODE = exactly(/^[A-Za-z0-9_.-]{1,100}$/);

/** A field of what was sealed: bytes in b64u, a code, or several codes. */
const SENT: Shape<string | string[]> = (value, notes) =>
  Array.isArray(value) ? list(code, 20)(value, notes) : text(400_000)(value, notes);

/** What a reload must not lose. */
export const DRAFT = object({
  project: CODE,
  screen: oneOf(SCREENS),
  place: count(100),
  answers: ANSWERS,
  photos: count(100),
  uid: CODE,
  words: list(CODE, 7),
  /** What was sealed and sent once: it may have arrived, so the page sends the same again. */
  sealed: orNull(byName(/^[a-z_]{1,40}$/, SENT, 40)),
});

export type Draft = Of<typeof DRAFT>;
