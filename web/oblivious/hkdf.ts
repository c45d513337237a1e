/** HKDF-SHA256 (RFC 5869) with an empty salt, from WebCrypto. */

import { type Bytes, utf8 } from "../sealing/bytes.ts";

/** A secret to derive from. Nobody can export it from the key again. */
export function hkdfKey(secret: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
}

/** Derives `size` bytes for a purpose. */
export async function derive(key: CryptoKey, purpose: string, size: number): Promise<Bytes> {
  const algorithm = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: utf8(purpose) };
  return new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, size * 8));
}
