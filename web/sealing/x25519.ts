/**
 * Chooses the browser's own X25519, or the plain one, which is loaded only if the browser has none.
 */

import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";
import { type Bytes, concat } from "./bytes.ts";
import { loadPlainX25519 } from "./fallbacks.ts";

/** The suite 0x0001 of docs/formats.md, and keys for it. */
export interface X25519 {
  suite: CipherSuite;
  publicKeyOf(privateKey: Bytes): Promise<Bytes>;
  keyPairOf(privateKey: Bytes): Promise<CryptoKeyPair>;
}

const ALGORITHM = { name: "X25519" };
/** The bytes of PKCS #8 before the 32 bytes of an X25519 private key (RFC 8410, section 7). */
const PKCS8 = new Uint8Array([
  0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x6e, 0x04, 0x22, 0x04, 0x20,
]);
/** The base point: 9, little-endian (RFC 7748, section 4.1). */
const BASE_POINT = new Uint8Array([9, ...new Uint8Array(31)]);

let chosen: Promise<X25519> | undefined;

/** Whether WebCrypto has X25519: only then can the browser store keys that nobody can export. */
export async function hasNativeX25519(): Promise<boolean> {
  try {
    await crypto.subtle.importKey("raw", BASE_POINT, ALGORITHM, true, []);
    return true;
  } catch {
    return false;
  }
}

export function x25519(): Promise<X25519> {
  chosen ??= choose();
  chosen.catch(() => {
    chosen = undefined;
  });
  return chosen;
}

/** Uses this X25519 from now on. For tests, which compare both. */
export function useX25519(one: X25519): void {
  chosen = Promise.resolve(one);
}

async function choose(): Promise<X25519> {
  if (await hasNativeX25519()) return nativeX25519();
  const { plainX25519 } = await loadPlainX25519();
  return plainX25519();
}

/** The X25519 of WebCrypto. */
export function nativeX25519(): X25519 {
  const suite = new CipherSuite({
    kem: new DhkemX25519HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes256Gcm(),
  });
  return { suite, publicKeyOf: nativePublicKeyOf, keyPairOf: nativeKeyPairOf };
}

function importPrivate(privateKey: Bytes): Promise<CryptoKey> {
  const encoded = concat(PKCS8, privateKey);
  return crypto.subtle.importKey("pkcs8", encoded, ALGORITHM, false, ["deriveBits"]);
}

function importPublic(publicKey: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", publicKey, ALGORITHM, true, []);
}

async function timesBasePoint(privateKey: CryptoKey): Promise<Bytes> {
  const base = await importPublic(BASE_POINT);
  const bits = await crypto.subtle.deriveBits({ ...ALGORITHM, public: base }, privateKey, 256);
  return new Uint8Array(bits);
}

async function nativePublicKeyOf(privateKey: Bytes): Promise<Bytes> {
  return timesBasePoint(await importPrivate(privateKey));
}

async function nativeKeyPairOf(privateKey: Bytes): Promise<CryptoKeyPair> {
  const imported = await importPrivate(privateKey);
  return { privateKey: imported, publicKey: await importPublic(await timesBasePoint(imported)) };
}
