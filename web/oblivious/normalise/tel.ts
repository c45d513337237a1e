/** Phone numbers: E.164. */

import parsePhoneNumber, {
  type CountryCode,
  Metadata,
  type MetadataJson,
} from "libphonenumber-js/core";
import { CheckError } from "../errors.ts";
import { withoutExtension } from "./extension.ts";
import { NUMBER_PASSES } from "./generated.ts";
import { notOne } from "./kinds.ts";
import numbering from "./numbering.json" with { type: "json" };
import { asciiDigits } from "./text.ts";

const SCHEME = /^tel:/;
/** A WhatsApp address has the number with its country, and without a plus. */
const WHATSAPP =
  /^(?:https?:\/\/)?(?:wa\.me\/|api\.whatsapp\.com\/send\/?\?phone=)(?:\+|%2b)?([0-9]+)\/?(?:[?&#][^ ]*)?$/;
const BETWEEN =
  /[ ()[\]./~_\-\u00b7\u2010-\u2015\u2022\u2027\u2053\u2212\u2219\u223c\u22c5\u30fc]/g;
const NUMBER = /^(\+*)([0-9]{3,25})$/;
const REGION = /^[A-Za-z]{2}$/;

/** The parts of a numbering plan that we use here; see make_numbering.py. */
type Plan = readonly [callingCode: string, abroad: unknown, pattern: string, ...rest: unknown[]];

const METADATA = numbering as unknown as MetadataJson;
const PLANS = new Map(Object.entries(numbering.countries as unknown as Record<string, Plan>));

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

/** The canonical form of a cleaned number. @throws CheckError (`not-a-number`) */
export function telOf(text: string, region: Region): string {
  let number = dialled(text);
  for (let pass = 0; pass < NUMBER_PASSES; pass++) {
    const before = number;
    number = read(number, region);
    if (number === before) return number;
  }
  throw notOne("tel");
}

/** The digits without the extension, after a plus if somebody typed one. */
function dialled(text: string): string {
  const typed = asciiDigits(text).toLowerCase().replace(SCHEME, "").replace(WHATSAPP, "+$1");
  const [, plus, digits] = NUMBER.exec(withoutExtension(typed).replace(BETWEEN, "")) ?? [];
  if (digits === undefined) throw notOne("tel");
  if (!plus) return digits;
  // Some people write both “+” and “00”.
  const international = digits.replace(/^00/, "");
  if (international.startsWith("0")) throw notOne("tel");
  return `+${international}`;
}

/**
 * Whether a canonical number fits its country's plan. Both libraries accept some numbers that lack
 * a digit, so this refuses nothing. It only tells whether to look at the number again.
 */
export function fitsPlan(e164: string): boolean {
  return parsePhoneNumber(e164, { extract: false }, METADATA)?.isValid() ?? false;
}

/**
 * The region of a canonical number, by its calling code. If several regions share the code, it is
 * `chosen` if that is one of them, otherwise the main region. Null if the number has no country.
 */
export function regionOfNumber(e164: string, chosen?: string): string | null {
  const found = parsePhoneNumber(e164, { extract: false }, METADATA);
  const sharing = SHARING.get(found?.countryCallingCode ?? "") ?? [];
  return sharing.find((code) => code === chosen) ?? sharing[0] ?? null;
}

function read(number: string, region: Region): string {
  const dialled = lacksPlus(number, region) ? `+${number}` : number;
  const options = { defaultCountry: region.code, extract: false };
  const found = parsePhoneNumber(dialled, options, METADATA);
  if (!found) throw notOne("tel");
  const { countryCallingCode, nationalNumber, number: e164 } = found;
  if (!lengthsOf(countryCallingCode).includes(nationalNumber.length)) throw notOne("tel");
  return e164;
}

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
function lacksPlus(number: string, { plan: [callingCode, , pattern] }: Region): boolean {
  return number.startsWith(callingCode) && !new RegExp(`^(?:${pattern})$`).test(number);
}
