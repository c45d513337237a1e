/**
 * A text as it looks and sounds: without invisible characters, and with the plain form of every
 * other character. So a rule for “07700” finds it in full-width or Arabic digits too.
 */

import { asciiDigits } from "../../../oblivious/normalise/text.ts";
import { OFTEN, type Steps } from "../../../ui/slices.ts";
import type { Span } from "./spans.ts";

export interface Likeness {
  text: string;
  /** Where each unit of `text` comes from in the original (UTF-16 units). */
  from: Uint32Array;
}

/**
 * Most units that one character may become: a few stand for whole phrases, which would make a text
 * long.
 */
const LONGEST_PIECE = 4;
/** Ordinal marks as in “5º”, where they are not letters. */
const AS_WRITTEN: ReadonlySet<string> = new Set(["º", "ª"]);
const UNSEEN = /^\p{Default_Ignorable_Code_Point}$/u;
const LAST_PLAIN = 0x7f;
/** Steps that a character outside ASCII costs. */
const AN_ODD_ONE = 10;
/** The last character that fits into one UTF-16 unit. */
const LAST_OF_ONE = 0xffff;

/** The likeness of a text, in slices. */
export function* likenessOf(text: string): Steps<Likeness> {
  const pieces: string[] = [];
  const from: number[] = [];
  let steps = 0;
  for (let at = 0; at < text.length; ) {
    const point = text.codePointAt(at) ?? 0;
    const piece = point <= LAST_PLAIN ? String.fromCharCode(point) : plain(point);
    for (let unit = 0; unit < piece.length; unit += 1) from.push(at);
    pieces.push(piece);
    at += point > LAST_OF_ONE ? 2 : 1;
    steps += 1 + (point > LAST_PLAIN ? AN_ODD_ONE : 0);
    if (steps < OFTEN) continue;
    yield steps;
    steps = 0;
  }
  yield steps + text.length;
  return { text: pieces.join(""), from: Uint32Array.from(from) };
}

/** The place of a part of a likeness in the original, to the end of its last character. */
export function inOriginal({ start, end }: Span, { from }: Likeness, original: string): Span {
  const last = from[end - 1] ?? 0;
  const isWide = (original.codePointAt(last) ?? 0) > LAST_OF_ONE;
  return { start: from[start] ?? 0, end: last + (isWide ? 2 : 1) };
}

function plain(point: number): string {
  const character = String.fromCodePoint(point);
  if (AS_WRITTEN.has(character)) return character;
  if (UNSEEN.test(character)) return "";
  const plainer = asciiDigits(character.normalize("NFKC"));
  return plainer.length > LONGEST_PIECE ? character : plainer;
}
