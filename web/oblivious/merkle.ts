/** Merkle trees of RFC 9162, section 2.1: checks that a leaf is where its path says. */

import { type Bytes, concat, sha256 } from "../sealing/bytes.ts";
import { HASH_SIZE } from "./generated.ts";

const LEAF = new Uint8Array([0x00]);
const NODE = new Uint8Array([0x01]);

/** The side of each hash of a path, from the leaf up (RFC 9162, section 2.1.3.2). */
function sides(index: number, count: number): ("left" | "right")[] {
  const found: ("left" | "right")[] = [];
  let [at, last] = [index, count - 1];
  while (last > 0) {
    if (at % 2 === 1) found.push("left");
    else if (at < last) found.push("right");
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return found;
}

/** How many hashes the path of leaf `index` has, if there are `count` leaves. */
export function pathLength(index: number, count: number): number {
  return sides(index, count).length;
}

/** Whether `leaf` is number `index` (from 0) of the `count` leaves under `root`. */
export async function verifyPath(
  root: Bytes,
  leaf: Bytes,
  index: number,
  count: number,
  path: readonly Bytes[],
): Promise<boolean> {
  if (!(Number.isSafeInteger(index) && index >= 0 && index < count)) return false;
  const order = sides(index, count);
  if (path.length !== order.length) return false;
  let hash = await sha256(concat(LEAF, leaf));
  for (const [step, side] of order.entries()) {
    const other = path[step] ?? new Uint8Array();
    hash = await sha256(side === "left" ? concat(NODE, other, hash) : concat(NODE, hash, other));
  }
  return root.length === HASH_SIZE && hash.every((byte, at) => root[at] === byte);
}
