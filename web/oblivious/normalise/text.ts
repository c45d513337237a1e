/**
 * Characters: refuses, drops or unifies them before anything is read.
 *
 * Refuses what a later Unicode adds, so that every Python and every browser reads the same.
 */

import { INVISIBLE, REFUSED, ZEROS } from "./characters.ts";
import { TEXT_PASSES } from "./generated.ts";

const BASE = 36;
const WHITE = /[\t-\r \x85\u1680\u2028\u2029]+/g;
const CHEROKEE_SMALL = /^[\u13f8-\u13fd\uab70-\uabbf]$/;
const CHEROKEE_CAPITAL_OR_DOTLESS_I = /^[\u13a0-\u13f5\u0131]$/;

const numbers = (text: string) => text.split(" ").map((each) => Number.parseInt(each, BASE));

function classOf(runs: string, flags: string): RegExp {
  let ranges = "";
  let at = 0;
  numbers(runs).forEach((length, index) => {
    if (index % 2 === 1) ranges += `\\u{${at.toString(16)}}-\\u{${(at + length - 1).toString(16)}}`;
    at += length;
  });
  return new RegExp(`[${ranges}]`, flags);
}

const REFUSED_CLASS = classOf(REFUSED, "u");
const INVISIBLE_CLASS = classOf(INVISIBLE, "gu");
const DIGITS = new Map(
  numbers(ZEROS).flatMap((zero) =>
    [..."0123456789"].map((digit, value) => [String.fromCodePoint(zero + value), digit] as const),
  ),
);

/** Whether a text has a control, a surrogate, or a character that Unicode 14 does not assign. */
export function isRefused(text: string): boolean {
  return REFUSED_CLASS.test(text);
}

/** A text in NFKC without invisible characters, with single spaces for white space, and trimmed. */
export function cleaned(text: string): string {
  const seen = text.replace(INVISIBLE_CLASS, "").normalize("NFKC");
  return seen.replace(WHITE, " ").replace(/^ | $/g, "");
}

/** Whether a text has one of the signs. */
export function hasAny(text: string, signs: string): boolean {
  return [...text].some((each) => signs.includes(each));
}

/** A text without the signs that stand before it and after it. */
export function withoutEnds(text: string, before: string, after: string): string {
  let [start, end] = [0, text.length];
  while (start < end && after.includes(text[end - 1] ?? "")) end -= 1;
  while (start < end && before.includes(text[start] ?? "")) start += 1;
  return text.slice(start, end);
}

/** Applies `step` to a text and cleans it, until doing both again changes nothing. */
export function settled(text: string, step: (text: string) => string): string {
  let now = text;
  for (let pass = 0; pass < TEXT_PASSES; pass++) {
    const before = now;
    now = cleaned(step(now));
    if (now === before) break;
  }
  return now;
}

const eachOf = (text: string, change: (character: string) => string) =>
  [...text].map(change).join("");

/** A text with the decimal digits of every script written as 0 to 9. */
export function asciiDigits(text: string): string {
  return eachOf(text, (each) => DIGITS.get(each) ?? each);
}

/** A text in lower case: Unicode's full mapping. */
export function lower(text: string): string {
  return text.toLowerCase();
}

/** A text in upper case; a letter stays if Unicode 14 does not know its capital. */
export function upper(text: string): string {
  return eachOf(text, (each) => (isRefused(each.toUpperCase()) ? each : each.toUpperCase()));
}

/** A text after Unicode's full case folding, which Python has and JavaScript does not. */
export function fold(text: string): string {
  return eachOf(text, foldOne);
}

function foldOne(character: string): string {
  if (CHEROKEE_CAPITAL_OR_DOTLESS_I.test(character)) return character;
  if (CHEROKEE_SMALL.test(character)) return character.toUpperCase();
  return eachOf(character.toLowerCase().toUpperCase(), lower);
}
