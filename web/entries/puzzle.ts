/** The puzzle that the server sets under attack (docs/http.md), solved in plain script. */

import { sha256 } from "@noble/hashes/sha2.js";

/** Whether a digest starts with that many zero bits. */
function startsWithZeros(digest: Uint8Array, bits: number): boolean {
  const whole = bits >> 3;
  for (let at = 0; at < whole; at++) if (digest[at] !== 0) return false;
  return (digest[whole] ?? 0) >> (8 - (bits & 7)) === 0;
}

/**
 * The first number whose SHA-256(challenge, space, number) starts with `bits` zero bits; null if
 * `signal` stopped the search. `solving` is called with the chance, from 0 to 1, that the search
 * would have found it by now.
 */
export async function solve(
  challenge: string,
  bits: number,
  solving: (part: number) => void = () => {},
  signal?: AbortSignal,
): Promise<string | null> {
  const start = sha256.create().update(new TextEncoder().encode(`${challenge} `));
  for (let nonce = 0; ; nonce++) {
    const digest = start
      .clone()
      .update(new TextEncoder().encode(`${nonce}`))
      .digest();
    if (startsWithZeros(digest, bits)) return `${nonce}`;
    // Keep the page responsive meanwhile, above all its quick exit.
    if (nonce % 2_000 === 1_999) {
      solving(1 - Math.exp(-nonce / 2 ** bits));
      await new Promise((resume) => setTimeout(resume));
      if (signal?.aborted) return null;
    }
  }
}

declare module "../ui/load.ts" {
  interface LazyModules {
    puzzle: typeof import("./puzzle.ts");
  }
}
