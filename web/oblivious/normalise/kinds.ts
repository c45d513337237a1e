/** The kinds of identifiers that can be checked, and an identifier in its canonical form. */

import { CheckError } from "../errors.ts";
import type { IDENTIFIER_KINDS } from "../generated.ts";
import { NOT_ONE, type Refusal } from "./generated.ts";

/** What an identifier is. */
export type IdentifierKind = (typeof IDENTIFIER_KINDS)[number];

/** One thing that can be checked; `canonical` is its one spelling, 1 to 512 bytes of UTF-8. */
export interface Identifier {
  readonly kind: IdentifierKind;
  readonly canonical: string;
}

/** The refusal for text that cannot be read as that kind. */
export function notOne(kind: IdentifierKind): CheckError {
  return new CheckError(NOT_ONE[kind], `This cannot be read as ${kind}.`);
}

/** A refusal that says more than that the text is not one of its kind. */
export function refused(refusal: Refusal): CheckError {
  return new CheckError(refusal, `This is refused: ${refusal}.`);
}
