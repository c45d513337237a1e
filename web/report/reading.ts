/**
 * Reads opened bytes from any author (docs/formats.md, Reading): a value of a known shape, or null
 * for what cannot be read. It never throws, and never runs what it reads.
 */

import { LARGEST, MOST_DEPTH, MOST_MARKS } from "../sealing/generated.ts";

/** What was read. `cut` says that it was longer than what is read of it, and that the rest is left out. */
export interface Reading<T> {
  value: T;
  cut: boolean;
}

/** Notes on one reading. */
interface Notes {
  cut: boolean;
}

/** Reads one value; undefined stands for a missing field. @throws Unreadable */
export type Shape<T> = (value: unknown, notes: Notes) => T;

/** What a shape reads. */
export type Of<S> = S extends Shape<infer T> ? T : never;

/** Never leaves this module. */
class Unreadable extends Error {}

/** What is inside opened bytes, or null where it cannot be read. */
export function read<T>(opened: Uint8Array, shape: Shape<T>, most = LARGEST): Reading<T> | null {
  if (opened.length > most) return null;
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return readText(decoder.decode(opened), shape);
  } catch {
    return null;
  }
}

/** What a value of a call's answer is read as, or null where it cannot be read. */
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

/** Checked before parsing: deep nesting could exhaust the parser's stack. */
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

/** A text; empty where it is missing. Half a character (a lone surrogate) becomes U+FFFD. */
const anyText: Shape<string> = (value) => {
  if (value === undefined) return "";
  if (typeof value !== "string") throw new Unreadable();
  return value.replace(/[\uD800-\uDFFF]/gu, "\uFFFD");
};

/** The first so many characters of a text. */
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

/** What people write: what is beyond so many characters is cut off. */
export function words(most: number): Shape<string> {
  return (value, notes) => {
    const text = anyText(value, notes);
    const kept = firstOf(text, most);
    if (kept.length < text.length) notes.cut = true;
    return kept;
  };
}

/** A text of at most so many characters; a longer one makes all of it unreadable. */
export function text(most: number): Shape<string> {
  return (value, notes) => {
    const whole = anyText(value, notes);
    if (firstOf(whole, most).length < whole.length) throw new Unreadable();
    return whole;
  };
}

/** A text of that form, or empty; any other makes all of it unreadable. */
export function form(pattern: RegExp): Shape<string> {
  return (value, notes) => {
    const whole = anyText(value, notes);
    if (whole && !pattern.test(whole)) throw new Unreadable();
    return whole;
  };
}

/** A text of that form; any other, or none, makes all of it unreadable. */
export function exactly(pattern: RegExp): Shape<string> {
  return (value, notes) => {
    const whole = anyText(value, notes);
    if (!pattern.test(whole)) throw new Unreadable();
    return whole;
  };
}

/** A code as others may come to use it: one of another form is empty. */
export const code: Shape<string> = (value, notes) => {
  const whole = anyText(value, notes);
  return /^[A-Za-z0-9-]{1,40}$/.test(whole) ? whole : "";
};

/** One of these codes; an unknown one is empty. */
export function choice<C extends string>(codes: readonly C[]): Shape<C | ""> {
  return (value, notes) => {
    const whole = anyText(value, notes);
    return codes.find((each) => each === whole) ?? "";
  };
}

/** One of these codes; any other, or none, makes all of it unreadable. */
export function oneOf<C extends string>(codes: readonly C[]): Shape<C> {
  return (value, notes) => {
    const whole = anyText(value, notes);
    const known = codes.find((each) => each === whole);
    if (known === undefined) throw new Unreadable();
    return known;
  };
}

/** A whole number from 0; 0 where it is missing. */
export function count(most: number): Shape<number> {
  return (value) => {
    if (value === undefined) return 0;
    const isCount = typeof value === "number" && Number.isInteger(value) && value >= 0;
    if (!isCount || value > most) throw new Unreadable();
    return value + 0;
  };
}

/** True or false; false where it is missing. */
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

/** A list of at most so many; a longer one makes all of it unreadable. */
export function list<T>(each: Shape<T>, most: number): Shape<T[]> {
  return (value, notes) => {
    const all = items(value);
    if (all.length > most) throw new Unreadable();
    return all.map((one) => each(one, notes));
  };
}

/** A list that people made: items beyond the limit are cut off, unread. */
export function firstItems<T>(each: Shape<T>, most: number): Shape<T[]> {
  return (value, notes) => {
    const all = items(value);
    if (all.length > most) notes.cut = true;
    return all.slice(0, most).map((one) => each(one, notes));
  };
}

/** An object with these fields; others are ignored. A missing object has only missing fields. */
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

/** Values by name, at most so many, all of whose names have that form. */
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

/** Something, or null where it is null or missing. */
export function orNull<T>(shape: Shape<T>): Shape<T | null> {
  return (value, notes) => (value === undefined || value === null ? null : shape(value, notes));
}
