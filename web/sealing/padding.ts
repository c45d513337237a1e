/** Padding: hides how much was written behind one of four sizes. */

import { allZero, type Bytes } from "./bytes.ts";
import { Malformed } from "./errors.ts";
import { LARGEST, SIZES } from "./generated.ts";

const LENGTH = 4;

/**
 * The data, with its length before it and zeros after it.
 *
 * @throws Malformed (`too-large`) for more than `LARGEST` bytes
 */
export function pad(data: Uint8Array): Bytes {
  const padded = new Uint8Array(sizeFor(data.length));
  new DataView(padded.buffer).setUint32(0, data.length);
  padded.set(data, LENGTH);
  return padded;
}

/**
 * What `pad` was given.
 *
 * @throws Malformed (`padding`) for anything that `pad` would not have made
 */
export function unpad(padded: Bytes): Bytes {
  const length =
    padded.length < LENGTH ? 0 : new DataView(padded.buffer, padded.byteOffset).getUint32(0);
  if (length > LARGEST || padded.length !== sizeFor(length)) {
    throw new Malformed("padding", "The length inside does not fit the size.");
  }
  if (!allZero(padded.subarray(LENGTH + length))) {
    throw new Malformed("padding", "There is something where only zeros belong.");
  }
  return padded.slice(LENGTH, LENGTH + length);
}

function sizeFor(length: number): number {
  const size = SIZES.find((each) => length + LENGTH <= each);
  if (size === undefined) {
    throw new Malformed("too-large", `A record holds at most ${LARGEST} bytes.`);
  }
  return size;
}
