/**
 * Key stretching: makes keys from words or a passphrase, with Argon2id (RFC 9106) and HKDF (RFC
 * 5869).
 */

import { argon2id } from "hash-wasm";
import { type Bytes, utf8 } from "./bytes.ts";
import { loadPlainArgon2 } from "./fallbacks.ts";
import { tellStretching } from "./slow.ts";

/** What one stretching costs: memory in KiB, and passes over it (one lane). */
export interface Cost {
  memory: number;
  passes: number;
}

const SIZE = 32;

/** 32 bytes of Argon2id, version 0x13. */
export async function stretch(password: Bytes, salt: Bytes, cost: Cost): Promise<Bytes> {
  try {
    return await argon2idInWebAssembly(password, salt, cost);
  } catch {
    // WebAssembly is off (Tor Browser's safer level) or could not get its memory in one block.
    const { plainArgon2id } = await loadPlainArgon2();
    return plainArgon2id(password, salt, cost, tellStretching);
  }
}

export async function argon2idInWebAssembly(
  password: Bytes,
  salt: Bytes,
  cost: Cost,
): Promise<Bytes> {
  const stretched = await argon2id({
    password,
    salt,
    memorySize: cost.memory,
    iterations: cost.passes,
    parallelism: 1,
    hashLength: SIZE,
    outputType: "binary",
  });
  return stretched.slice();
}

/** 32 bytes of HKDF-SHA256 with an empty salt and `purpose` as its info. */
export async function deriveKey(secret: Bytes, purpose: string): Promise<Bytes> {
  const key = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  const algorithm = {
    name: "HKDF",
    hash: "SHA-256",
    salt: new Uint8Array(),
    info: utf8(purpose),
  };
  return new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, SIZE * 8));
}
