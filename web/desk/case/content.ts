/** What the project seals into a conversation (docs/formats.md). */

import type { TeamMessage } from "../../report/opened.ts";
import { type Bytes, utf8 } from "../../sealing/bytes.ts";

/** The bytes to seal for an answer or a note; `by` says who writes it (report/team.ts). */
export function writeMessage(message: TeamMessage): Bytes {
  return utf8(JSON.stringify({ v: 1, ...message }));
}
