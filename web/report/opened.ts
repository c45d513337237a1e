/** The shapes of what strangers and the project seal in a report (docs/formats.md, Reading). */

import { CHUNK, MOST_CHUNKS } from "../sealing/generated.ts";
import type { KNOWN, REPORT, REVIEW_REQUEST, TEAM_MESSAGE } from "./generated-shapes.ts";
import { choice, count, type Of, object } from "./reading.ts";

export { REPORT, REPORTER_MESSAGE, REVIEW_REQUEST, TEAM_MESSAGE } from "./generated-shapes.ts";

/** The types that a photo may have: no type that a browser runs. */
export const PICTURES = ["image/jpeg", "image/png", "image/webp"] as const;

export const ATTACHMENT = object({
  type: choice(PICTURES),
  size: count(MOST_CHUNKS * CHUNK),
  chunks: count(MOST_CHUNKS),
});

export type Report = Of<typeof REPORT>;
export type Known = Of<typeof KNOWN>;
/** A message or a note of the project; `by` names who wrote it (team.ts). */
export type TeamMessage = Of<typeof TEAM_MESSAGE>;
export type Photo = Of<typeof ATTACHMENT>;
/** A request for review: its writer thinks that a warning names them. */
export type Asked = Of<typeof REVIEW_REQUEST>;
