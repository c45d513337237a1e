/** Ids of evaluation keys, and of epochs: an epoch is a pair of keys. */

import { type Bytes, concat, sha256 } from "../sealing/bytes.ts";
import { hex } from "./hex.ts";

const ID = 8;

async function idOf(bytes: Bytes): Promise<string> {
  return hex((await sha256(bytes)).subarray(0, ID));
}

/** A public key's id: 16 hex digits. */
export function keyId(publicKey: Bytes): Promise<string> {
  return idOf(publicKey);
}

/** The id of an epoch, from the two public keys: 16 hex digits. */
export function epochId(platform: Bytes, keyholder: Bytes): Promise<string> {
  return idOf(concat(platform, keyholder));
}
