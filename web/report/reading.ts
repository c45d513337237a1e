/**
 * Reads opened bytes from any author (docs/formats.md, Reading): gives a value of a known shape, or
 * null if they cannot be read. It never throws, and never runs what it reads.
 */

import { LARGEST, MOST_DEPTH, MOST_MARKS } from "../sealing/generated.ts";

/** What was read. `cut` says that it was too long, and that the rest is missing. */
export interface Reading<T> {
  value: T;
  cut: boolean;
}

/** What to note during one reading. */
interface Notes {
  cut: boolean;
}

/** Reads one value; undefined stands for a missing field. @throws Unreadable */
export type Shape<T> = (value: unknown, notes: Notes) => T;

/** The type that a shape reads. */
export type Of<S> = S extends Shape<infer T> ? T : never;

/** This error never leaves this module. */
class Unreadable extends Error {}

/** The content of opened bytes, or null if it cannot be read. */
export function read<T>(opened: Uint8Array, shape: Shape<T>, most = LARGEST): Reading<T> | null {
  if (opened.length > most) return null;
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return readText(decoder.decode(opened), shape);
  } catch {
    return null;
  }
}

/** Reads a value from a call's answer; null if it cannot be read. */
export function readValue<T>(value: unknown, shape: Shape<T>): Reading<T> | null {
  const notes = { cut: false };
  try {
    const read = shape(value, notes);
    return { value: read, cut: notes.cut };
  } catch {
    return null;
  }
}

function readText<T>(json: string, shape: Shape<T>): Reading<T> | null {
  if (!isWithinBounds(json)) return null;
  const inside: unknown = JSON.parse(json);
  if (!isObject(inside) || member(inside, "v") !== 1) return null;
  return readValue(inside, shape);
}

/** Checked before parsing, because deep nesting could exhaust the parser's stack. */
function isWithinBounds(json: string): boolean {
  let depth = 0;
  let marks = 0;
  let isInString = false;
  for (let at = 0; at < json.length; at += 1) {
    const mark = json[at];
    if (isInString) {
      if (mark === "\\") at += 1;
      else if (mark === '"') isInString = false;
    } else if (mark === '"') isInString = true;
    else if (mark === "{" || mark === "[") {
      depth += 1;
      marks += 1;
    } else if (mark === "}" || mark === "]") depth -= 1;
    else if (mark === ",") marks += 1;
    if (depth > MOST_DEPTH || marks > MOST_MARKS) return false;
  }
  return true;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An object's own field; inherited ones do not count. */
function member(inside: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.getOwnPropertyDescriptor(inside, name)?.value;
}

/** A text; empty if it is missing. Half a character (a lone surrogate) becomes U+FFFD. */
const anyText: Shape<string> = (value) => {
  if (value === undefined) return "";
  if (typeof value !== "string") throw new Unreadable();
  return value.replace(/[\uD800-\uDFFF]/gu, "\uFFFD");
};

/** The first `most` characters of a text. */
function firstOf(text: string, most: number): string {
  if (text.length <= most) return text;
  let end = 0;
  let count = 0;
  for (const character of text) {
    if (count === most) break;
    count += 1;
    end += character.length;
  }
  return text.slice(0, end);
}

/** What people write, cut off after `most` characters. */
export function words(most: number): Shape<string> {
  return (value, notes) => {
    const text = anyText(value, notes);
    const kept = firstOf(text, most);
    if (kept.length < text.length) notes.cut = true;
    return kept;
  };
}

/** A text of at most `most` characters; a longer one makes the whole value unreadable. */
export function text(most: number): Shape<string> {
  return (value, notes) => {
    const whole = anyText(value, notes);
    if (firstOf(whole, most).length < whole.length) throw new Unreadable();
    return whole;
  };
}

/** A text that fits the pattern, or an empty one; any other makes the whole value unreadable. */
export function form(pattern: RegExp): Shape<string> {
  return (value, notes) => {
    const whole = anyText(value, notes);
    if (whole && !pattern.test(whole)) throw new Unreadable();
    return whole;
  };
}

/** A text that fits the pattern; any other, or a missing one, makes the whole value unreadable. */
export function exactly(pattern: RegExp): Shape<string> {
  return (value, notes) => {
    const whole = anyText(value, notes);
    if (!pattern.test(whole)) throw new Unreadable();
    return whole;
  };
}

/** A code, which may be newer than this page; empty if it does not look like a code. */
export const code: Shape<string> = (value, notes) => {
  const whole = anyText(value, notes);
  return /^[A-Za-z0-9-]{1,40}$/.test(whole) ? whole : "";
};

/** One of these codes; empty if the code is unknown. */
export function choice<C extends string>(codes: readonly C[]): Shape<C | ""> {
  return (value, notes) => {
    const whole = anyText(value, notes);
    return codes.find((each) => each === whole) ?? "";
  };
}

/** One of these codes; any other, or a missing one, makes the whole value unreadable. */
export function oneOf<C extends string>(codes: readonly C[]): Shape<C> {
  return (value, notes) => {
    const whole = anyText(value, notes);
    const known = codes.find((each) => each === whole);
    if (known === undefined) throw new Unreadable();
    return known;
  };
}

/** A whole number from 0 to `most`; 0 if it is missing. */
export function count(most: number): Shape<number> {
  return (value) => {
    if (value === undefined) return 0;
    const isCount = typeof value === "number" && Number.isInteger(value) && value >= 0;
    if (!isCount || value > most) throw new Unreadable();
    return value + 0;
  };
}

/** True or false; false if it is missing. */
export const flag: Shape<boolean> = (value) => {
  if (value === undefined) return false;
  if (typeof value !== "boolean") throw new Unreadable();
  return value;
};

function items(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new Unreadable();
  return value;
}

/** A list of at most `most` items; a longer one makes the whole value unreadable. */
export function list<T>(each: Shape<T>, most: number): Shape<T[]> {
  return (value, notes) => {
    const all = items(value);
    if (all.length > most) throw new Unreadable();
    return all.map((one) => each(one, notes));
  };
}

/** A list that people made: items after the first `most` are dropped unread. */
export function firstItems<T>(each: Shape<T>, most: number): Shape<T[]> {
  return (value, notes) => {
    const all = items(value);
    if (all.length > most) notes.cut = true;
    return all.slice(0, most).map((one) => each(one, notes));
  };
}

/** An object with these fields; ignores others. A missing object counts as one without fields. */
export function object<S extends Readonly<Record<string, Shape<unknown>>>>(
  shapes: S,
): Shape<{ [Name in keyof S]: Of<S[Name]> }> {
  return (value, notes) => {
    const inside = value === undefined ? {} : value;
    if (!isObject(inside)) throw new Unreadable();
    const entries = Object.entries(shapes).map(([name, shape]) => [
      name,
      shape(member(inside, name), notes),
    ]);
    return Object.fromEntries(entries) as { [Name in keyof S]: Of<S[Name]> };
  };
}

/** Values by name, at most `most`; every name must fit the pattern. */
export function byName<T>(names: RegExp, each: Shape<T>, most: number): Shape<Record<string, T>> {
  return (value, notes) => {
    const inside = value === undefined ? {} : value;
    if (!isObject(inside)) throw new Unreadable();
    const entries = Object.entries(inside);
    if (entries.length > most || !entries.every(([name]) => names.test(name))) {
      throw new Unreadable();
    }
    return Object.fromEntries(entries.map(([name, one]) => [name, each(one, notes)]));
  };
}

/** A value, or null if it is null or missing. */
export function orNull<T>(shape: Shape<T>): Shape<T | null> {
  return (value, notes) => (value === undefined || value === null ? null : shape(value, notes));
}
