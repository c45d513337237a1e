/** X25519 keys (RFC 7748) as their 32 raw bytes, and fingerprints for people to compare. */

import { type Bytes, randomBytes, sha256 } from "./bytes.ts";
import { Malformed } from "./errors.ts";
import { KEY_SIZE } from "./generated.ts";
import { x25519 } from "./x25519.ts";

const FINGERPRINT = 20;

/** The raw bytes, or a pair whose private half nobody can export. */
export type PrivateKey = Bytes | CryptoKeyPair;

export function generatePrivateKey(): Bytes {
  return randomBytes(KEY_SIZE);
}

export async function publicKeyOf(privateKey: Bytes): Promise<Bytes> {
  checkKeySize(privateKey);
  return (await x25519()).publicKeyOf(privateKey);
}

/**
 * The key pair of a private key, for opening many things and for storing. The private half of a
 * native pair is not extractable. See `hasNativeX25519`.
 */
export async function keyPairOf(privateKey: Bytes): Promise<CryptoKeyPair> {
  checkKeySize(privateKey);
  return (await x25519()).keyPairOf(privateKey);
}

/** The first 20 bytes of the key's SHA-256 as ten groups of four hex digits. */
export async function fingerprint(publicKey: Bytes): Promise<string> {
  const digest = (await sha256(publicKey)).subarray(0, FINGERPRINT);
  const digits = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return (digits.match(/.{4}/g) ?? []).join(" ");
}

/** @throws Malformed (`key-size`) unless `key` has 32 bytes */
export function checkKeySize(key: Uint8Array): void {
  if (key.length !== KEY_SIZE) {
    throw new Malformed("key-size", `A key has ${KEY_SIZE} bytes, not ${key.length}.`);
  }
}
