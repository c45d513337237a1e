/** The first three bytes of all sealed bytes: version 1, suite 0x0001. */

import { Malformed } from "./errors.ts";

export const HEADER = new Uint8Array([0x01, 0x00, 0x01]);

/** @throws Malformed (`size`, `version` or `suite`) unless `sealed` starts with the header */
export function checkHeader(sealed: Uint8Array): void {
  if (sealed.length < HEADER.length) {
    throw new Malformed("size", "This is too short to be something sealed.");
  }
  if (sealed[0] !== HEADER[0]) {
    throw new Malformed("version", `Version ${sealed[0]} of the sealed format is not known.`);
  }
  if (sealed[1] !== HEADER[1] || sealed[2] !== HEADER[2]) {
    throw new Malformed("suite", "This suite is not known.");
  }
}

/** @throws Malformed unless `sealed` has a known header and one of `sizes` (bytes) */
export function checkShape(sealed: Uint8Array, sizes: readonly number[]): void {
  checkHeader(sealed);
  if (!sizes.includes(sealed.length)) {
    throw new Malformed("size", `Nothing sealed has ${sealed.length} bytes here.`);
  }
}
