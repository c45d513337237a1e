/**
 * The extension at the end of a phone number, searched for backwards from the end. So each
 * character is read only a few times, however many commas somebody sends.
 */

import { LONGEST_NAME, MOST_BARE, MOST_MARKED, MOST_NAMED, MOST_WITH_EXT } from "./generated.ts";

const NAMED = /(?:e?xt(?:ensi[oó])?n?|int|доб|anexo)[:.]?$/;
const MARKED = /(?:[x#;][:.]?|,[:.])$/;

/** A typed number without its extension. */
export function withoutExtension(typed: string): string {
  const end = typed.endsWith("#") ? typed.length - 1 : typed.length;
  const digits = runBefore(typed, end, "0123456789");
  const count = end - digits;
  if (count === 0) return typed;
  const between = runBefore(typed, digits, " ,-");
  const starts = [
    count <= MOST_MARKED ? afterComma(typed, between, digits) : typed.length,
    count <= MOST_WITH_EXT ? named(typed, digits, /;ext=$/) : typed.length,
    count <= MOST_NAMED ? named(typed, between, NAMED) : typed.length,
    count <= MOST_MARKED ? named(typed, between, MARKED) : typed.length,
    count <= MOST_BARE && end < typed.length ? bare(typed, digits) : typed.length,
  ];
  return typed.slice(0, Math.min(...starts));
}

/** The start of the run of these characters that ends at `end`. */
function runBefore(text: string, end: number, characters: string): number {
  let start = end;
  while (start > 0 && characters.includes(text[start - 1] ?? "")) start -= 1;
  return start;
}

/** The start of an extension after a comma, which includes the comma and the spaces before it. */
function afterComma(typed: string, from: number, digits: number): number {
  const comma = typed.indexOf(",", from);
  return comma < 0 || comma >= digits ? typed.length : runBefore(typed, comma, " ");
}

/** The start of an extension whose name or mark ends at `end`. */
function named(typed: string, end: number, name: RegExp): number {
  const start = Math.max(end - LONGEST_NAME, 0);
  const at = typed.slice(start, end).search(name);
  return at < 0 ? typed.length : runBefore(typed, start + at, " ,");
}

/** The start of an extension that has only a hyphen or a space before it. */
function bare(typed: string, digits: number): number {
  const start = runBefore(typed, digits, " -");
  return start === digits ? typed.length : start;
}
