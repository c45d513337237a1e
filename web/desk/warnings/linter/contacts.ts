/**
 * Numbers to call, addresses and profiles in a text. No pattern here starts again at every
 * character of a long run: a quarter of a million digits must not keep the page busy.
 */

import { eachOf, type Steps } from "../../../ui/slices.ts";
import { SPELLED_AT } from "./lists.ts";
import { apart, isInside, merged, type Span } from "./spans.ts";

/** The fewest digits of a phone number. */
const PHONE_DIGITS = 7;

/** The parts before and after the @ of an e-mail address. */
const ADDRESS_PART = /[^\s@<>,;:]+/gu;
const DOMAIN_END = /\.\p{L}+(?![\p{L}\p{N}])/gu;
const SITE_NAME = /[\p{L}\d-]+/gu;
const SITE_END = /\.(?:com|net|org|co\.uk|com\.br)(?:\/\S*)?(?![\p{L}\p{N}])/iuy;
const PROFILE = /@[\p{L}\d_.]{2,}(?![\p{L}\p{N}])/gu;
const LINK = /(?:https?:\/\/|www\.)\S+/giu;
/** An @ written as a word, and how much of a word may stand before and after it. */
const AT_IN_WORDS = new RegExp(`[[({]\\s?${SPELLED_AT}\\s?[\\])}]`, "giu");
const WORD_BEFORE = /[\p{L}\p{N}._+-]+\s?$/u;
const WORD_AFTER = /^\s?[\p{L}\p{N}._-]+/u;
const LONGEST_WORD = 64;
const NUMBER = /\+?\(?\d(?:[\s().\-/]{0,2}\d)*/gu;
const DIGIT = /\d/;

/** Where a text says how to reach somebody; `dates` are not phone numbers. */
export function* contactsIn(text: string, dates: readonly Span[]): Steps<Span[]> {
  const spans = [
    ...(yield* emailsIn(text)),
    ...(yield* spelledIn(text)),
    ...(yield* sitesIn(text)),
    ...(yield* foundIn(text, PROFILE)),
    ...(yield* foundIn(text, LINK)),
    ...apart(yield* numbersIn(text), merged(dates)),
  ];
  return spans.filter(({ start }) => !isInside(text[start - 1]));
}

/** Call `act` for everything that a pattern finds, and yield how many characters it passed. */
function* finds(text: string, pattern: RegExp, act: (found: Span) => void): Steps<void> {
  let passed = 0;
  const passing = ({ index, 0: { length } }: RegExpExecArray): number => {
    const steps = index + length - passed;
    passed += steps;
    return steps;
  };
  const all = text.matchAll(pattern);
  yield* eachOf(
    all,
    ({ index, 0: { length } }) => act({ start: index, end: index + length }),
    passing,
  );
  yield text.length - passed;
}

function* foundIn(text: string, pattern: RegExp): Steps<Span[]> {
  const spans: Span[] = [];
  yield* finds(text, pattern, (span) => spans.push(span));
  return spans;
}

function* emailsIn(text: string): Steps<Span[]> {
  const spans: Span[] = [];
  let before: Span | null = null;
  let last = 0;
  yield* finds(text, ADDRESS_PART, (part) => {
    const local =
      before && text[before.end] === "@" && before.end + 1 === part.start ? before : null;
    before = part;
    const end = local && part.start + domainLength(text.slice(part.start, part.end));
    if (!local || !end || end === part.start || local.end <= last) return;
    spans.push({ start: Math.max(local.start, last), end });
    last = end;
  });
  yield text.length;
  return spans;
}

/** How many characters of the part after an @ are a domain; 0 if none are. */
function domainLength(text: string): number {
  let length = 0;
  for (const { index, 0: end } of text.matchAll(DOMAIN_END)) {
    if (index > 0) length = index + end.length;
  }
  return length;
}

function* spelledIn(text: string): Steps<Span[]> {
  const spans: Span[] = [];
  yield* finds(text, AT_IN_WORDS, ({ start, end }) => {
    const before = WORD_BEFORE.exec(text.slice(Math.max(0, start - LONGEST_WORD), start));
    const after = WORD_AFTER.exec(text.slice(end, end + LONGEST_WORD));
    if (before && after) {
      spans.push({ start: start - before[0].length, end: end + after[0].length });
    }
  });
  return spans;
}

function* sitesIn(text: string): Steps<Span[]> {
  const spans: Span[] = [];
  let last = 0;
  yield* finds(text, SITE_NAME, ({ start, end }) => {
    if (end <= last) return;
    SITE_END.lastIndex = end;
    const [rest] = SITE_END.exec(text) ?? [];
    if (rest === undefined) return;
    spans.push({ start: Math.max(start, last), end: end + rest.length });
    last = end + rest.length;
  });
  yield text.length;
  return spans;
}

function* numbersIn(text: string): Steps<Span[]> {
  const spans: Span[] = [];
  yield* finds(text, NUMBER, ({ start, end }) => {
    const number = { start, end: runsOn(text, end) ? blockBefore(text, start, end) : end };
    const digits = text.slice(number.start, number.end).replace(/\D/g, "");
    if (digits.length >= PHONE_DIGITS) spans.push(number);
  });
  yield text.length;
  return spans;
}

/** Whether a word or number goes on at a place; its next letter may have one UTF-16 unit or two. */
function runsOn(text: string, at: number): boolean {
  const point = text.codePointAt(at);
  return point !== undefined && isInside(String.fromCodePoint(point));
}

/** Where the block of digits before the last one ends; the last block runs into a word. */
function blockBefore(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isDigit(text[at - 1])) at -= 1;
  while (at > start && !isDigit(text[at - 1])) at -= 1;
  return at;
}

const isDigit = (character: string | undefined): boolean => DIGIT.test(character ?? "");
