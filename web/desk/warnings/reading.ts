/** Reads an identifier as somebody typed it, and shows how it was read. */

import { CheckError } from "../../oblivious/errors.ts";
import {
  type Identifier,
  type IdentifierKind,
  looksWhole,
  normalise,
  PLATFORM_NAMES,
  regionOfNumber,
} from "../../oblivious/normalise/index.ts";
import { Fault } from "../../session/faults.ts";
import { t } from "../../ui/messages.ts";
import { regionName } from "../../ui/region-names.ts";

export function identifierKindName(kind: IdentifierKind): string {
  switch (kind) {
    case "tel":
      return t("Phone number");
    case "email":
      return t("E-mail address");
    case "plate":
      return t("Number plate");
    case "handle":
      return t("Profile");
  }
}

/** Why typed text cannot be checked, in words that help to correct it. */
function reason({ code }: CheckError): string {
  switch (code) {
    case "empty":
      return t("Write something here, or remove the line.");
    case "too-long":
      return t("This is too long.");
    case "not-a-number":
      return t(
        "This is not a whole phone number. Choose its country, or begin it with + and the country’s code.",
      );
    case "zero-in-brackets":
      return t(
        "This may be one of two numbers. Write it without brackets: with the 0 if it is dialled from abroad too, otherwise without.",
      );
    case "not-an-email":
      return t("This is not an e-mail address.");
    case "several-addresses":
      return t("There is more than one @ sign. Write one address in each line.");
    case "not-a-plate":
      return t("This is not a number plate. It has 2 to 12 letters and digits.");
    case "phone-number":
      return t("This is a phone number. Choose Phone number, and write it there.");
    case "invitation-link":
      return t("This invites to a group. Copy the address of the person’s own profile.");
    case "unknown-platform":
      return t(
        "We do not know this site. Members can only check: {sites}. Write a name on WhatsApp, Signal or Viber as a phone number.",
        { sites: PLATFORM_NAMES.join(", ") },
      );
    default:
      return t("This is not a profile. Copy its address, or write the site, a colon and the name.");
  }
}

/** Typed text in the form that a check uses, or why it cannot be checked. */
export type Reading = { identifier: Identifier } | { identifier: null; problem: string };

/** Read what was typed; a phone number without a country belongs to the region. */
export function readAs(kind: string, value: string, region: string): Reading {
  try {
    return { identifier: normalise(kind, value, region) };
  } catch (error) {
    if (error instanceof CheckError) return { identifier: null, problem: reason(error) };
    throw error;
  }
}

/** An identifier as members must type it; a phone number with its country. */
export function valueText({ kind, canonical }: Identifier, region?: string): string {
  const country = kind === "tel" ? regionOfNumber(canonical, region) : null;
  return country
    ? t("{value} ({country})", { value: canonical, country: regionName(country) })
    : canonical;
}

/** How a check reads the typed text, with a hint if a digit may be missing. */
export function checkedAs(identifier: Identifier, region: string): string {
  const message = t("Checked as {value}", { value: valueText(identifier, region) });
  return looksWhole(identifier)
    ? message
    : `${message}. ${t("A digit may be missing. Look at it again.")}`;
}

/** @throws Fault at the field where it was typed */
export function readOrFault(
  field: string,
  kind: string,
  value: string,
  region: string,
): Identifier {
  const reading = readAs(kind, value, region);
  if (!reading.identifier) throw new Fault(field, reading.problem);
  return reading.identifier;
}

/** Whether another identifier is the same as this one. */
export const sameAs = (one: Identifier) => (other: Identifier) =>
  one.kind === other.kind && one.canonical === other.canonical;
