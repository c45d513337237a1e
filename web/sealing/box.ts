/** Boxes: bytes sealed with a key that both sides have, with AES-256-GCM (NIST SP 800-38D). */

import { type Bytes, concat, randomBytes } from "./bytes.ts";
import { WillNotOpen } from "./errors.ts";
import { checkHeader, HEADER } from "./header.ts";
import { checkKeySize } from "./keys.ts";

const NONCE = 12;
const TAG = 16;

/** How many more bytes a box has than its content: 31. */
export const OVERHEAD = HEADER.length + NONCE + TAG;

/** The raw bytes of an AES-256-GCM key, or a key that nobody can export. */
type BoxKey = Bytes | CryptoKey;

/** Seals `data` under `key` with a fresh nonce; it opens only under the same `context`. */
export async function sealBox(data: Bytes, key: BoxKey, context: Bytes): Promise<Bytes> {
  const nonce = randomBytes(NONCE);
  const sealed = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv: nonce, additionalData: context },
    await aesKey(key, "encrypt"),
    data,
  );
  return concat(HEADER, nonce, new Uint8Array(sealed));
}

/** The content of a box. @throws Malformed or WillNotOpen */
export async function openBox(box: Bytes, key: BoxKey, context: Bytes): Promise<Bytes> {
  checkHeader(box);
  const start = HEADER.length + NONCE;
  const aes = await aesKey(key, "decrypt");
  try {
    const opened = await crypto.subtle.decrypt(
      { name: "AES-GCM", iv: box.subarray(HEADER.length, start), additionalData: context },
      aes,
      box.subarray(start),
    );
    return new Uint8Array(opened);
  } catch {
    throw new WillNotOpen();
  }
}

async function aesKey(key: BoxKey, use: "encrypt" | "decrypt"): Promise<CryptoKey> {
  if (!(key instanceof Uint8Array)) return key;
  checkKeySize(key);
  return crypto.subtle.importKey("raw", key, "AES-GCM", false, [use]);
}
