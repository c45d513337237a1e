// Written by script/facts from what Python defines. Change it there.

import { choice, code, firstItems, object, words } from "./reading.ts";

export const KNOWN = object({
  kind: choice(["tel", "email", "plate", "profile", "description"]),
  value: words(2_000),
});

export const REPORT = object({
  what: words(20_000),
  when: choice(["day", "week", "month", "longer", "unsure"]),
  when_words: words(200),
  borough: code,
  who: firstItems(KNOWN, 50),
  answer: choice(["receipt", "contact"]),
  contact: words(500),
});

export const REPORTER_MESSAGE = object({
  text: words(20_000),
});

export const TEAM_MESSAGE = object({
  text: words(20_000),
  by: words(100),
});

export const REVIEW_REQUEST = object({
  identifier: words(600),
  what: words(6_000),
  answer: words(600),
});
