/** The secret that a member's tokens are derived from, for logging in: it needs little code. */

import type { Bytes } from "../sealing/bytes.ts";
import { derive, hkdfKey } from "./hkdf.ts";

const SIZE = 32;

/** From the member's raw private key. It cannot be read out again, so it may be kept. */
export async function tokenSecretKey(privateKey: Bytes): Promise<CryptoKey> {
  const secret = await derive(await hkdfKey(privateKey), "unsilenced/1/member/tokens", SIZE);
  try {
    return await hkdfKey(secret);
  } finally {
    secret.fill(0);
  }
}
