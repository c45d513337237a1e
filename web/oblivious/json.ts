/** JSON for signing and hashing: sorted fields and no spaces, so that each value has one text. */

import { type Bytes, fromB64u, fromUtf8 } from "../sealing/bytes.ts";

type Fields = Readonly<Record<string, unknown>>;

/** The value is not valid here. The caller turns this into a refusal with a code. */
export class NotAsAgreed extends Error {
  override name = "NotAsAgreed";
}

/** The only text of a value. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const fields = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name])}`);
  return `{${fields.join(",")}}`;
}

/** Reads a value from its only text. @throws NotAsAgreed, Malformed */
export function fromCanonicalJson(bytes: Bytes): unknown {
  const text = fromUtf8(bytes);
  const value = parsed(text);
  if (canonicalJson(value) !== text) throw new NotAsAgreed("This JSON has another text.");
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NotAsAgreed("This is not JSON.");
  }
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Fields of an answer, each read as its type. Every method throws NotAsAgreed. */
export class Reader {
  readonly #fields: Fields;

  constructor(value: unknown) {
    if (!isObject(value)) throw new NotAsAgreed("This is not an object.");
    this.#fields = value;
  }

  /** Refuses unknown and missing fields. */
  only(...names: string[]): this {
    if (Object.keys(this.#fields).sort().join() !== names.sort().join()) {
      throw new NotAsAgreed("There are unknown fields, or some are missing.");
    }
    return this;
  }

  object(name: string): Reader {
    return new Reader(this.#fields[name]);
  }

  list(name: string): unknown[] {
    const value = this.#fields[name];
    if (!Array.isArray(value)) throw new NotAsAgreed(`${name} is not a list.`);
    return value;
  }

  text(name: string): string {
    const value = this.#fields[name];
    if (typeof value !== "string") throw new NotAsAgreed(`${name} is not text.`);
    return value;
  }

  /** A whole number of at least `least`. */
  count(name: string, least: number): number {
    const value = this.#fields[name];
    if (!(Number.isSafeInteger(value) && (value as number) >= least)) {
      throw new NotAsAgreed(`${name} is not such a number.`);
    }
    return value as number;
  }

  isNull(name: string): boolean {
    return this.#fields[name] === null;
  }

  /** A day that exists in the calendar. */
  day(name: string): string {
    const value = this.text(name);
    if (dayNumber(value) === null) throw new NotAsAgreed(`${name} is not a day.`);
    return value;
  }

  /** The bytes of a b64u text, `size` of them if it is given. @throws Malformed too */
  bytes(name: string, size?: number): Bytes {
    return sized(this.text(name), size);
  }

  /** The same for each text of a list. @throws Malformed too */
  bytesList(name: string, size?: number): Bytes[] {
    return this.list(name).map((each) => sized(each, size));
  }
}

function sized(text: unknown, size?: number): Bytes {
  if (typeof text !== "string") throw new NotAsAgreed("This is not text.");
  const bytes = fromB64u(text);
  if (size !== undefined && bytes.length !== size) {
    throw new NotAsAgreed(`There are ${bytes.length} bytes, not ${size}.`);
  }
  return bytes;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MILLISECONDS = 86_400_000;

/** Days from 1 January 1970 to a day written `YYYY-MM-DD`; null if it is no such day. */
export function dayNumber(day: string): number | null {
  const time = DAY.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day) return null;
  return time / MILLISECONDS;
}
