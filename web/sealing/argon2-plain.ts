/** Argon2id in plain script, for browsers without WebAssembly. */

import { argon2idAsync } from "@noble/hashes/argon2.js";
import type { Cost } from "./argon2.ts";
import type { Bytes } from "./bytes.ts";

/**
 * 32 bytes of Argon2id (RFC 9106, version 0x13). The page stays responsive meanwhile. `tell` hears
 * how far it is, from 0 to 1.
 */
export async function plainArgon2id(
  password: Bytes,
  salt: Bytes,
  cost: Cost,
  tell: (part: number) => void = () => undefined,
): Promise<Bytes> {
  const stretched = await argon2idAsync(password, salt, {
    m: cost.memory,
    t: cost.passes,
    p: 1,
    dkLen: 32,
    onProgress: tell,
  });
  return stretched.slice();
}
