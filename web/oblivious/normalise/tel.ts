/** Phone numbers: E.164. */

import parsePhoneNumber, {
  type CountryCode,
  Metadata,
  type MetadataJson,
} from "libphonenumber-js/core";
import { CheckError } from "../errors.ts";
import { withoutExtension } from "./extension.ts";
import {
  ADDRESS,
  AMOUNT,
  ITALIAN_MOBILE,
  ITALIAN_SERVICES,
  ITALY,
  NUMBER_PASSES,
  SCHEME,
  TELEGRAM,
  ZERO_IN_BRACKETS,
} from "./generated.ts";
import { notOne, refused } from "./kinds.ts";
import numbering from "./numbering.json" with { type: "json" };
import { renumbered } from "./renumbered.ts";
import { asciiDigits } from "./text.ts";

const BETWEEN =
  /[ ()[\]./~_\-\u00b7\u2010-\u2015\u2022\u2027\u2053\u2212\u2219\u223c\u22c5\u30fc]/g;
const NUMBER = /^(\+*)([0-9]{3,25})$/;
const REGION = /^[A-Za-z]{2}$/;

/** The parts of a numbering plan that we use here; see make_numbering.py. */
type Plan = readonly [callingCode: string, abroad: unknown, pattern: string, ...rest: unknown[]];

const METADATA = numbering as unknown as MetadataJson;
const PLANS = new Map(Object.entries(numbering.countries as unknown as Record<string, Plan>));
const NON_GEOGRAPHIC = new Map(
  Object.entries(numbering.nonGeographic as unknown as Record<string, Plan>),
);

/** All regions that numbers can belong to (ISO 3166-1 alpha-2). */
export const REGIONS: readonly string[] = [...PLANS.keys()].sort();
const SHARING = new Map(
  Object.entries(numbering.country_calling_codes as Record<string, string[]>),
);

/** The region of a number without a country. */
export interface Region {
  readonly code: CountryCode;
  readonly plan: Plan;
}

/** A region by its two letters. @throws CheckError (`unknown-region`) */
export function regionOf(typed: string): Region {
  const code = typed.toUpperCase();
  const plan = REGION.test(typed) ? PLANS.get(code) : undefined;
  if (!plan) throw new CheckError("unknown-region", "The region is not known.");
  return { code: code as CountryCode, plan };
}

/** The canonical form of a cleaned number. @throws CheckError (`not-a-number`, `zero-in-brackets`) */
export function telOf(text: string, region: Region): string {
  let number = dialled(text, region);
  for (let pass = 0; pass < NUMBER_PASSES; pass++) {
    const before = number;
    number = read(number, region);
    if (number === before) return number;
  }
  throw notOne("tel");
}

/** The number in an address of WhatsApp, Telegram, Signal or Viber; null if there is none. */
export function namedInAddress(typed: string): string | null {
  const digits = (ADDRESS.exec(typed) ?? TELEGRAM.exec(typed))?.[1];
  return digits === undefined ? null : `+${digits}`;
}

/** The digits without the extension, after a plus if somebody typed one. */
function dialled(text: string, region: Region): string {
  const whole = asciiDigits(text).toLowerCase();
  const linked = namedInAddress(whole) ?? whole.replace(SCHEME, "$1");
  const typed = withoutExtension(linked.replace(AMOUNT, "$1"));
  const number = digitsOf(typed);
  const zero = ZERO_IN_BRACKETS.exec(typed);
  const before = typed.slice(0, zero?.index ?? 0).replace(BETWEEN, "");
  if (!zero || before === "") return number;
  const own = typed.slice(zero.index + zero[0].length).replace(BETWEEN, "");
  return withoutZero(number, before, own, region);
}

function digitsOf(typed: string): string {
  const [, plus, digits] = NUMBER.exec(typed.replace(BETWEEN, "")) ?? [];
  if (digits === undefined) throw notOne("tel");
  if (!plus) return digits;
  // Some people write both “+” and “00”.
  const international = digits.replace(/^00/, "");
  if (international.startsWith("0")) throw notOne("tel");
  return `+${international}`;
}

/**
 * A number without a zero in brackets after its calling code, if that is no digit of it. From
 * abroad people leave it out; Italy, San Marino and the Ivory Coast dial it always.
 */
function withoutZero(number: string, before: string, own: string, region: Region): string {
  const found = own === "" ? undefined : parsed(digitsOf(before + own), region);
  if (!found) return number;
  const code = found.countryCallingCode;
  if (found.number !== `+${code}${own}` || !before.endsWith(code)) return number;
  const [bare, zeroed] = [`+${code}${own}`, `+${code}0${own}`];
  const [isOne, isOneWithZero] = [fits(code, own), fits(code, `0${own}`)];
  if (code !== ITALY || !isOne || !isOneWithZero || ITALIAN_MOBILE.test(own)) {
    return isOneWithZero && !isOne ? zeroed : bare;
  }
  if (ITALIAN_SERVICES.test(own)) throw refused("zero-in-brackets");
  return zeroed;
}

/**
 * The region of a canonical number, by its calling code. If several regions share the code, it is
 * `chosen` if that is one of them, otherwise the main region. Null if the number has no country.
 */
export function regionOfNumber(e164: string, chosen?: string): string | null {
  const { regions } = partsOf(e164);
  return regions.find((code) => code === chosen) ?? regions[0] ?? null;
}

function read(number: string, region: Region): string {
  const found = parsed(number, region);
  if (!found) throw notOne("tel");
  const { countryCallingCode: code, nationalNumber, number: e164 } = found;
  let own: string = nationalNumber;
  // A zero that this country does not dial.
  if (own.startsWith("0") && !fits(code, own) && fits(code, own.slice(1))) own = own.slice(1);
  const one = renumbered(`+${code}${own}`);
  if (one !== e164) return one;
  if (!lengthsOf(code).includes(own.length)) throw notOne("tel");
  return one;
}

function parsed(number: string, region: Region) {
  const dialled = lacksPlus(number, region) ? `+${number}` : number;
  return parsePhoneNumber(dialled, { defaultCountry: region.code, extract: false }, METADATA);
}

/** The calling code of a canonical number, the regions that share it, and the digits after it. */
export function partsOf(e164: string): { code: string; regions: readonly string[]; own: string } {
  const found = parsePhoneNumber(e164, { extract: false }, METADATA);
  const code = found?.countryCallingCode ?? "";
  return { code, regions: SHARING.get(code) ?? [], own: found?.nationalNumber ?? "" };
}

/** Whether a number fits the plan of a region with this calling code. */
export function fits(callingCode: string, own: string): boolean {
  const plans = SHARING.get(callingCode)?.map((code) => PLANS.get(code));
  return (plans ?? [NON_GEOGRAPHIC.get(callingCode)]).some((plan) => isOf(plan, own));
}

const isOf = (plan: Plan | undefined, own: string) =>
  plan !== undefined && new RegExp(`^(?:${plan[2]})$`).test(own);

/** How many digits may follow a calling code, by the plan of its main region. */
function lengthsOf(callingCode: string): readonly number[] {
  const metadata = new Metadata(METADATA);
  // This call accepts calling codes too, whatever its type says.
  metadata.selectNumberingPlan(callingCode as CountryCode);
  return metadata.numberingPlan?.possibleLengths() ?? [];
}

/**
 * Whether a number begins with the region's calling code and is not a number of the region without
 * it. Both libraries have their own rules for such numbers, and the rules differ.
 */
function lacksPlus(number: string, { plan }: Region): boolean {
  return number.startsWith(plan[0]) && !isOf(plan, number);
}
