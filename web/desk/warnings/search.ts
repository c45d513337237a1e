/** Finds a typed identifier of any kind among opened warnings. */

import { CheckError } from "../../oblivious/errors.ts";
import {
  IDENTIFIER_KINDS,
  type Identifier,
  normalise,
  regionOfNumber,
} from "../../oblivious/normalise/index.ts";
import type { Steps } from "../../ui/slices.ts";

/** Everything that typed text may mean; an empty list if it cannot be read at all. */
export function readings(typed: string, region: string): Identifier[] {
  return IDENTIFIER_KINDS.flatMap((kind) => {
    try {
      return [normalise(kind, typed, region)];
    } catch (error) {
      if (error instanceof CheckError) return [];
      throw error;
    }
  });
}

/** The region of a number like that one, for reading a number without its country. */
const regionFor = ({ kind, canonical }: Identifier, home: string): string =>
  (kind === "tel" && regionOfNumber(canonical)) || home;

/** Steps per typed character for reading the text in all ways. */
const READING = 50;
/** Steps for comparing the typed text with one identifier. */
const COMPARING = 50;

/**
 * The warnings that name what was typed; `home` is the region of the site's places. A typed number
 * without a country is read as a number of the same country as each identifier. It is read once for
 * each country, because strangers may send text that takes long to read.
 */
export function* naming<T extends { identifiers: readonly Identifier[] }>(
  typed: string,
  warnings: readonly T[],
  home: string,
): Steps<T[]> {
  const known = new Map<string, Identifier[]>();
  const found = new Set<T>();
  for (const warning of warnings) {
    for (const identifier of warning.identifiers) {
      const region = regionFor(identifier, home);
      const read = known.get(region) ?? readings(typed, region);
      if (!known.has(region)) yield READING * typed.length;
      known.set(region, read);
      const { kind, canonical } = identifier;
      if (read.some((one) => one.kind === kind && one.canonical === canonical)) found.add(warning);
    }
    yield COMPARING * warning.identifiers.length;
  }
  return [...found];
}
