/** What stands inside the sealed records of a conversation (docs/formats.md), read leniently. */

import { type Bytes, fromUtf8, utf8 } from "../sealing/bytes.ts";

/** A message or a note; `by` is the caseworker's name, empty for the reporter. */
export interface Message {
  text: string;
  by: string;
}

/** A photo; `size` is the file's, in bytes. */
export interface Photo {
  type: string;
  size: number;
}

type Members = Readonly<Record<string, unknown>>;

/** The members of an opened record; none where it is no JSON object. */
export function members(opened: Bytes): Members {
  try {
    const inside: unknown = JSON.parse(fromUtf8(opened));
    return typeof inside === "object" && inside !== null ? (inside as Members) : {};
  } catch {
    return {};
  }
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** A number to count with; 0 for anything else. */
function count(value: unknown): number {
  return typeof value === "number" && Number.isInteger(value) && value > 0 ? value : 0;
}

export function readMessage(opened: Bytes): Message {
  const inside = members(opened);
  return { text: text(inside.text), by: text(inside.by) };
}

export function writeMessage(message: Message): Bytes {
  return utf8(JSON.stringify({ v: 1, ...message }));
}

export function readPhoto(opened: Bytes): Photo {
  const inside = members(opened);
  return { type: text(inside.type), size: count(inside.size) };
}
