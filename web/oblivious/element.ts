/** The input to blind for an identifier: its bytes, with its kind and lengths before them. */

import { type Bytes, concat, utf8 } from "../sealing/bytes.ts";
import { CheckError } from "./errors.ts";
import { LONGEST } from "./generated.ts";
import type { Identifier } from "./normalise/kinds.ts";

const VERSION = 0x01;

/** @throws CheckError (`empty`, `too-long`) unless the canonical text has 1 to 512 bytes */
export function inputOf({ kind, canonical }: Identifier): Bytes {
  const [name, value] = [utf8(kind), utf8(canonical)];
  if (value.length === 0) throw new CheckError("empty", "There is nothing to check.");
  if (value.length > LONGEST) {
    throw new CheckError("too-long", `An identifier has at most ${LONGEST} bytes.`);
  }
  const lengths = [value.length >> 8, value.length & 0xff];
  return concat(new Uint8Array([VERSION, name.length]), name, new Uint8Array(lengths), value);
}
