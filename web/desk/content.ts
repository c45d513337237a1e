/** What the project seals into a conversation (docs/formats.md). */

import type { TeamMessage } from "../report/opened.ts";
import { type Bytes, utf8 } from "../sealing/bytes.ts";

/** The bytes to seal of an answer or a note; `by` is the identifier of who writes it. */
export function writeMessage(message: TeamMessage): Bytes {
  return utf8(JSON.stringify({ v: 1, ...message }));
}
