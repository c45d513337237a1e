/**
 * Bytes: joins, compares and hashes them, turns them into text and base64url, and draws random
 * ones.
 */

import { Malformed } from "./errors.ts";

/** Bytes with a buffer of their own: WebCrypto takes only these. */
export type Bytes = Uint8Array<ArrayBuffer>;

const ALPHABET = /^[A-Za-z0-9_-]*$/;
/** How many arguments one call of a function may safely have. */
const AT_ONCE = 0x2000;

export function concat(...parts: Uint8Array[]): Bytes {
  const joined = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Whether every byte is zero. */
export function allZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}

export function utf8(text: string): Bytes {
  return new TextEncoder().encode(text) as Bytes;
}

/** @throws Malformed (`text`) if the bytes are not UTF-8 */
export function fromUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Malformed("text", "This is not UTF-8.");
  }
}

/** base64url without padding (RFC 4648, section 5). */
export function b64u(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += AT_ONCE) {
    binary += String.fromCharCode(...bytes.subarray(at, at + AT_ONCE));
  }
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/**
 * The bytes of a b64u text; each value has only one text.
 *
 * @throws Malformed (`base64`) for another alphabet, padding, or bits beyond the last byte
 */
export function fromB64u(text: string): Bytes {
  if (ALPHABET.test(text) && text.length % 4 !== 1) {
    const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    if (b64u(bytes) === text) return bytes;
  }
  throw new Malformed("base64", "This is not base64url without padding.");
}

export async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

export function randomBytes(size: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(size));
}
