/** Normalising: each identifier gets one spelling, as docs/check.md says. */

import { utf8 } from "../../sealing/bytes.ts";
import { CheckError } from "../errors.ts";
import { IDENTIFIER_KINDS, LONGEST, LONGEST_TYPED } from "../generated.ts";
import { emailOf } from "./email.ts";
import { handleOf } from "./handle.ts";
import { type Identifier, type IdentifierKind, notOne } from "./kinds.ts";
import { plateOf } from "./plate.ts";
import { type Region, regionOf, telOf } from "./tel.ts";
import { cleaned, isRefused } from "./text.ts";
import { fitsKind } from "./whole.ts";

export { IDENTIFIER_KINDS, LONGEST } from "../generated.ts";
export type { Identifier, IdentifierKind } from "./kinds.ts";
export { PLATFORM_NAMES } from "./platforms.ts";
export { REGIONS, regionOfNumber } from "./tel.ts";

const CANONICAL: Record<IdentifierKind, (text: string, region: Region) => string> = {
  tel: telOf,
  email: emailOf,
  plate: plateOf,
  handle: handleOf,
};

/**
 * The canonical form of typed text. A phone number without a country belongs to the region (ISO
 * 3166-1 alpha-2).
 *
 * @throws CheckError with the codes of docs/check.md
 */
export function normalise(kind: string, value: string, region: string): Identifier {
  const known = IDENTIFIER_KINDS.find((each) => each === kind);
  if (!known) throw new CheckError("unknown-kind", "The kind is not known.");
  const place = regionOf(region);
  if ([...value].length > LONGEST_TYPED) throw tooLong();
  if (isRefused(value)) throw notOne(known);
  const text = cleaned(value);
  if (text === "") throw new CheckError("empty", "Nothing was given.");
  // One character can become eighteen.
  if ([...text].length > LONGEST_TYPED) throw tooLong();
  const canonical = CANONICAL[known](text, place);
  if (utf8(canonical).length > LONGEST) throw tooLong();
  return { kind: known, canonical };
}

/** Whether it looks complete: a phone number that lacks a digit can still have a canonical form. */
export function looksWhole({ kind, canonical }: Identifier): boolean {
  return kind !== "tel" || fitsKind(canonical);
}

function tooLong(): CheckError {
  return new CheckError("too-long", "This is too long to be one.");
}
