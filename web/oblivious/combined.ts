/** Combines both evaluators' outputs for one input. */

import { type Bytes, concat } from "../sealing/bytes.ts";
import { LABEL_KEY_SIZE, LOCATOR_SIZE, PLACE_SIZE } from "./generated.ts";
import { derive, hkdfKey } from "./hkdf.ts";

/** Where an identifier's records are, how to recognise them, and what opens them. */
export interface Derived {
  /** Uniformly random, 64 bits. */
  place: bigint;
  placeBytes: Bytes;
  locator: Bytes;
  labelKey: Bytes;
}

export async function combine(platform: Bytes, keyholder: Bytes): Promise<Derived> {
  const key = await hkdfKey(concat(platform, keyholder));
  const derived = await derive(
    key,
    "unsilenced/1/check",
    PLACE_SIZE + LOCATOR_SIZE + LABEL_KEY_SIZE,
  );
  return {
    place: new DataView(derived.buffer).getBigUint64(0),
    placeBytes: derived.slice(0, PLACE_SIZE),
    locator: derived.slice(PLACE_SIZE, PLACE_SIZE + LOCATOR_SIZE),
    labelKey: derived.slice(PLACE_SIZE + LOCATOR_SIZE),
  };
}

/** The bucket of a place, from 0, out of `count`. */
export function bucketOf(place: bigint, count: number): number {
  return Number((place * BigInt(count)) >> 64n);
}
