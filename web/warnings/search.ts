/** Finding a typed identifier among opened warnings, whatever kind it may be. */

import { CheckError } from "../oblivious/errors.ts";
import { type Identifier, KINDS, normalise } from "../oblivious/normalise/index.ts";

/** All that something typed may be. */
export function readings(typed: string): Identifier[] {
  return KINDS.flatMap((kind) => {
    try {
      return [normalise(kind, typed)];
    } catch (error) {
      if (error instanceof CheckError) return [];
      throw error;
    }
  });
}

/** Those that name what was typed. */
export function naming<T extends { identifiers: readonly Identifier[] }>(
  typed: string,
  warnings: readonly T[],
): T[] {
  const sought = readings(typed);
  return warnings.filter(({ identifiers }) =>
    identifiers.some((one) =>
      sought.some(({ kind, canonical }) => kind === one.kind && canonical === one.canonical),
    ),
  );
}
