/** Bytes as hex digits, for ids and references. */

import type { Bytes } from "../sealing/bytes.ts";
import { Malformed } from "../sealing/errors.ts";

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @throws Malformed (`identifier`) unless these are the digits of `size` bytes */
export function hexBytes(text: string, size: number): Bytes {
  if (text.length !== size * 2 || !/^[0-9a-f]*$/.test(text)) {
    throw new Malformed("identifier", `These are not the hex digits of ${size} bytes.`);
  }
  return Uint8Array.from({ length: size }, (_, at) =>
    Number(`0x${text.slice(at * 2, at * 2 + 2)}`),
  );
}
