/** The vectors that Python and TypeScript share, and helpers for several tests. */

import { readFileSync } from "node:fs";
import type { Bytes } from "../sealing/bytes.ts";
import { fromB64u } from "../sealing/bytes.ts";
import { SealingError } from "../sealing/errors.ts";
import { nativeX25519, useX25519, type X25519 } from "../sealing/x25519.ts";
import { plainX25519 } from "../sealing/x25519-plain.ts";

/** `tests/vectors/NAME.json`; texts in it that stand for bytes are b64u. */
export function vectors<T>(name: string): T {
  const path = new URL(`../../tests/vectors/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(path, "utf8")) as T;
}

/** For `assert.throws` and `assert.rejects`: a refusal with that code. */
export function refusal(code: string): (error: unknown) => boolean {
  return (error) => {
    if (error instanceof SealingError && error.code === code) return true;
    throw new Error(`expected a refusal with ${code}, got ${String(error)}`);
  };
}

/** The two implementations of X25519, which must behave the same. */
export const CURVES: Record<string, () => X25519> = {
  "the browser's own X25519": nativeX25519,
  "the plain X25519": plainX25519,
};

/** Runs something with one of the curves, then restores the browser's own. */
export async function withCurve<T>(curve: X25519, run: () => Promise<T>): Promise<T> {
  useX25519(curve);
  try {
    return await run();
  } finally {
    useX25519(nativeX25519());
  }
}

export const bytes = fromB64u;

/** The bytes with one bit flipped. */
export function changed(original: Bytes, at: number, bit = 0): Bytes {
  const copy = original.slice();
  copy[at] = (copy[at] ?? 0) ^ (1 << bit);
  return copy;
}
