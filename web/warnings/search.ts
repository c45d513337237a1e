/** Finding a typed identifier among opened warnings, whatever kind it may be. */

import { CheckError } from "../oblivious/errors.ts";
import {
  HOME_REGION,
  type Identifier,
  KINDS,
  normalise,
  regionOfNumber,
} from "../oblivious/normalise/index.ts";

/** All that something typed may be; none where it cannot be read at all. */
export function readings(typed: string, region: string = HOME_REGION): Identifier[] {
  return KINDS.flatMap((kind) => {
    try {
      return [normalise(kind, typed, region)];
    } catch (error) {
      if (error instanceof CheckError) return [];
      throw error;
    }
  });
}

/**
 * Whether what was typed names something: a number without a country is read as one of the same
 * country. It is read once for each, as strangers send much that takes long to read.
 */
function namer(typed: string): (identifier: Identifier) => boolean {
  const known = new Map<string, Identifier[]>();
  return ({ kind, canonical }) => {
    const region = (kind === "tel" && regionOfNumber(canonical)) || HOME_REGION;
    const read = known.get(region) ?? readings(typed, region);
    known.set(region, read);
    return read.some((one) => one.kind === kind && one.canonical === canonical);
  };
}

/** Those that name what was typed. */
export function naming<T extends { identifiers: readonly Identifier[] }>(
  typed: string,
  warnings: readonly T[],
): T[] {
  const names = namer(typed);
  return warnings.filter(({ identifiers }) => identifiers.some(names));
}
