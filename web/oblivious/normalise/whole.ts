/** Tells whether a phone number may lack a digit: it has a canonical form all the same. */

import { UNSURE } from "./generated.ts";
import kinds from "./kinds.json" with { type: "json" };
import { fits, partsOf } from "./tel.ts";

const KINDS = new Map(Object.entries(kinds));

/**
 * Whether a canonical number is one of a kind (a landline, a mobile, …) that its country has. In
 * countries whose kinds we do not know, whether it fits the country's plan.
 */
export function fitsKind(e164: string): boolean {
  if (UNSURE.test(e164)) return false;
  const { code, regions, own } = partsOf(e164);
  const known = regions.flatMap((region) => KINDS.get(region) ?? []);
  if (!known.length) return fits(code, own);
  return known.some((pattern) => new RegExp(`^(?:${pattern})$`).test(own));
}
