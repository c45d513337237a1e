/**
 * Signatures: Ed25519 (RFC 8032) over a purpose and a message, so that none is valid for another
 * purpose.
 */

import { ed25519 } from "@noble/curves/ed25519.js";
import { type Bytes, concat, utf8 } from "../sealing/bytes.ts";

export type Purpose = "unsilenced/1/release" | "unsilenced/1/log";

const SEPARATOR = new Uint8Array([0x0a]);

/** The bytes to sign. */
export function signedBytes(purpose: Purpose, message: Bytes): Bytes {
  return concat(utf8(purpose), SEPARATOR, message);
}

/** Whether the key signed this message for this purpose; false in every other case. */
export function isSigned(
  publicKey: Bytes,
  purpose: Purpose,
  message: Bytes,
  signature: Bytes,
): boolean {
  try {
    return ed25519.verify(signature, signedBytes(purpose, message), publicKey, { zip215: false });
  } catch {
    return false;
  }
}
