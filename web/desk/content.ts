/** What stands inside sealed records (docs/formats.md): read leniently, written exactly. */

import { fromUtf8, utf8 } from "../sealing/bytes.ts";
import type { Bytes } from "../sealing/bytes.ts";

export interface Known {
  kind: string;
  value: string;
}

/** What a report says. Missing answers are empty. */
export interface Report {
  what: string;
  when: string;
  whenWords: string;
  borough: string;
  who: Known[];
  answer: string;
  contact: string;
  language: string;
  photos: number;
}

/** A message or a note; `by` is the caseworker's name, empty for the reporter. */
export interface Message {
  text: string;
  by: string;
}

/** A photo; `size` is the file's, in bytes. */
export interface Photo {
  name: string;
  type: string;
  size: number;
}

type Members = Record<string, unknown>;

function members(value: unknown): Members {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Members)
    : {};
}

function read(opened: Bytes): Members {
  try {
    return members(JSON.parse(fromUtf8(opened)));
  } catch {
    return {};
  }
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const count = (value: unknown): number =>
  typeof value === "number" && Number.isInteger(value) && value > 0 ? value : 0;

export function readReport(opened: Bytes): Report {
  const inside = read(opened);
  const who = Array.isArray(inside.who) ? inside.who.map(members) : [];
  return {
    what: text(inside.what),
    when: text(inside.when),
    whenWords: text(inside.when_words),
    borough: text(inside.borough),
    who: who
      .map((known) => ({ kind: text(known.kind), value: text(known.value) }))
      .filter((known) => known.value),
    answer: text(inside.answer),
    contact: text(inside.contact),
    language: text(inside.language),
    photos: count(inside.photos),
  };
}

export function writeReport(report: Report): Bytes {
  const { whenWords, ...rest } = report;
  return utf8(JSON.stringify({ v: 1, ...rest, when_words: whenWords }));
}

export function readMessage(opened: Bytes): Message {
  const inside = read(opened);
  return { text: text(inside.text), by: text(inside.by) };
}

export function writeMessage(message: Message): Bytes {
  return utf8(JSON.stringify({ v: 1, ...message }));
}

export function readPhoto(opened: Bytes): Photo {
  const inside = read(opened);
  return { name: text(inside.name), type: text(inside.type), size: count(inside.size) };
}
