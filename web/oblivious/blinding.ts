/** Blinding: the client's side of RFC 9497, suite ristretto255-SHA512, mode VOPRF. */

import { ristretto255_oprf } from "@noble/curves/ed25519.js";
import { type Bytes, randomBytes } from "../sealing/bytes.ts";
import { CheckError } from "./errors.ts";

/** An input and its blind, which hides it. Only `element` leaves the browser. */
export interface Blinded {
  input: Bytes;
  blind: Bytes;
  element: Bytes;
}

/** An evaluator's answer: an element for each blinded one, and one proof for all of them. */
export interface Evaluation {
  evaluated: readonly Bytes[];
  proof: Bytes;
}

/** How many bytes make a blind. */
export const BLIND_SEED = 64;

const { voprf } = ristretto255_oprf;

/**
 * Hides an input. The blind is `1 + n mod (order - 1)`, where `n` is the seed as a little-endian
 * number (FIPS 186-5, A.4.1). It is never zero, and almost perfectly uniform.
 */
export function blind(input: Bytes, seed: Bytes = randomBytes(BLIND_SEED)): Blinded {
  const { blind: scalar, blinded } = voprf.blind(input, () => seed);
  return { input, blind: scalar.slice(), element: blinded.slice() };
}

/**
 * The outputs, 64 bytes each, in the order of the blinded inputs.
 *
 * @throws CheckError (`wrong-proof`) unless this key made all of them
 */
export function finalise(
  blinded: readonly Blinded[],
  { evaluated, proof }: Evaluation,
  publicKey: Bytes,
): Bytes[] {
  if (evaluated.length !== blinded.length) {
    throw new CheckError("wrong-proof", "The answer has another number of elements.");
  }
  const items = blinded.map(({ input, blind, element }, index) => ({
    input,
    blind,
    blinded: element,
    evaluated: evaluated[index] ?? new Uint8Array(),
  }));
  try {
    return voprf.finalizeBatch(items, publicKey, proof).map((output) => output.slice());
  } catch {
    throw new CheckError("wrong-proof", "The answer is not this key's.");
  }
}
