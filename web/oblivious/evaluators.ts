/** Asks both evaluators to evaluate, and checks their keys. */

import { b64u } from "../sealing/bytes.ts";
import { type Blinded, finalise } from "./blinding.ts";
import { combine, type Derived } from "./combined.ts";
import { CheckError } from "./errors.ts";
import { keyId } from "./keys.ts";
import type { EvaluationKey, Site, SiteKeys } from "./site.ts";
import type { Token, TokenDay } from "./tokens.ts";

/** One thing for each evaluator. */
export interface Both<T> {
  platform: T;
  keyholder: T;
}

/** The keys that both evaluators name. @throws CheckError (`unreachable`) */
export async function keysOfBoth({ platform, keyholder }: Both<Site>): Promise<Both<SiteKeys>> {
  const [ofPlatform, ofKeyholder] = await Promise.all([platform.keys(), keyholder.keys()]);
  return { platform: ofPlatform, keyholder: ofKeyholder };
}

/**
 * The token key that both evaluators name. A platform that gave each member a different key would
 * know whose tokens come back.
 *
 * @throws CheckError: `keys-differ`, or `day-differs` if one of them already has tomorrow's date
 */
export function agreedTokenDay({ platform, keyholder }: Both<SiteKeys>): TokenDay {
  if (platform.token.day !== keyholder.token.day) {
    throw new CheckError("day-differs", "The evaluators are not on the same day.");
  }
  if (b64u(platform.token.publicKey) !== b64u(keyholder.token.publicKey)) {
    throw new CheckError("keys-differ", "The evaluators name different token keys.");
  }
  return platform.token;
}

/** @throws CheckError (`keys-differ`) unless each evaluator names its key of the pair as its own */
export function checkNamed(pair: Both<EvaluationKey>, named: Both<SiteKeys>): void {
  for (const evaluator of ["platform", "keyholder"] as const) {
    const publicKey = b64u(pair[evaluator].publicKey);
    const isNamed = named[evaluator].evaluation.some((key) => b64u(key.publicKey) === publicKey);
    if (!isNamed) throw new CheckError("keys-differ", `The ${evaluator} names other keys.`);
  }
}

/** Public keys with their ids. */
export async function withIds(keys: Both<Uint8Array<ArrayBuffer>>): Promise<Both<EvaluationKey>> {
  const [platform, keyholder] = await Promise.all([keyId(keys.platform), keyId(keys.keyholder)]);
  return {
    platform: { id: platform, publicKey: keys.platform },
    keyholder: { id: keyholder, publicKey: keys.keyholder },
  };
}

/**
 * Has blinded inputs evaluated under the pair of keys, and combines the outputs. Each input costs a
 * token.
 *
 * @throws CheckError: `wrong-proof`, `unreachable`, or the refusal of either evaluator
 */
export async function evaluateAtBoth(
  sites: Both<Site>,
  pair: Both<EvaluationKey>,
  blinded: Blinded[],
  tokens: Token[],
): Promise<Derived[]> {
  const outputs = async (evaluator: keyof Both<Site>) => {
    const { id, publicKey } = pair[evaluator];
    const elements = blinded.map(({ element }) => element);
    return finalise(blinded, await sites[evaluator].evaluate(id, elements, tokens), publicKey);
  };
  const [platform, keyholder] = await Promise.all([outputs("platform"), outputs("keyholder")]);
  return Promise.all(
    platform.map((output, index) => combine(output, keyholder[index] ?? new Uint8Array())),
  );
}
