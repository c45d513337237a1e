/** Shows the invisible characters in strangers' text (docs/formats.md, Showing). */

/** An invisible character: its number in hexadecimal, and how many there are in a row. */
export interface Unseen {
  number: string;
  times: number;
}

export type Part = string | Unseen;

type Range = readonly [number, number];

/** Characters that change the direction of writing, are invisible, or join others. */
export const UNSEEN: readonly Range[] = [
  [0x0000, 0x0008],
  [0x000b, 0x001f],
  [0x007f, 0x009f],
  [0x00ad, 0x00ad],
  [0x034f, 0x034f],
  [0x061c, 0x061c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x2800, 0x2800],
  [0x3164, 0x3164],
  [0xd800, 0xdfff],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffb],
  [0x13430, 0x1345f],
  [0x1bca0, 0x1bca3],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
];

export const PICTURES: readonly Range[] = [
  [0x00a9, 0x00a9],
  [0x00ae, 0x00ae],
  [0x203c, 0x203c],
  [0x2049, 0x2049],
  [0x2122, 0x2122],
  [0x2139, 0x2139],
  [0x2190, 0x21ff],
  [0x2300, 0x23ff],
  [0x2460, 0x24ff],
  [0x25a0, 0x27bf],
  [0x2900, 0x297f],
  [0x2b00, 0x2bff],
  [0x3030, 0x3030],
  [0x303d, 0x303d],
  [0x3297, 0x3297],
  [0x3299, 0x3299],
  [0x1f000, 0x1faff],
];

/** Scripts in which an invisible character joins letters or keeps them apart. */
export const JOINING: readonly Range[] = [
  [0x0620, 0x06ff],
  [0x0710, 0x0dff],
  [0x1000, 0x109f],
  [0x1780, 0x17b3],
  [0x17b6, 0x180a],
  [0x1810, 0x18af],
  [0xfb50, 0xfdff],
  [0xfe70, 0xfefc],
];

/** How many boxes to show in one text; further invisible characters are left out. */
export const MOST_BOXES = 100;

const FLAGS: ReadonlySet<string> = new Set(["gbeng", "gbsct", "gbwls"]);
const [NON_JOINER, JOINER, AS_TEXT, AS_PICTURE] = [0x200c, 0x200d, 0xfe0e, 0xfe0f];
const [BLACK_FLAG, TAG, LAST_TAG] = [0x1f3f4, 0xe0000, 0xe007f];

const isIn = (ranges: readonly Range[], character: number | undefined): boolean =>
  character !== undefined &&
  ranges.some(([first, last]) => first <= character && character <= last);

const escaped = (character: number) => `\\u{${character.toString(16)}}`;
const ANY = new RegExp(
  `[${UNSEEN.map(([first, last]) => `${escaped(first)}-${escaped(last)}`).join("")}]`,
  "u",
);

/** The code points of a text, and whether to keep an invisible one at a place. */
class Characters {
  readonly all: readonly number[];

  constructor(text: string) {
    this.all = [...text].map((character) => character.codePointAt(0) ?? 0);
  }

  /** How many characters to keep together from here: 0 for one to show as a box. */
  kept(at: number): number {
    const [before, here] = [this.all[at - 1], this.all[at]];
    if (!isIn(UNSEEN, here)) return here === BLACK_FLAG ? 1 + this.#tags(at + 1) : 1;
    if (here === AS_TEXT || here === AS_PICTURE) return this.#takesLook(before) ? 1 : 0;
    if (here !== JOINER && here !== NON_JOINER) return 0;
    if (isIn(JOINING, before)) return 1;
    return here === JOINER && this.#joinsPictures(at) ? 1 : 0;
  }

  #takesLook(before: number | undefined): boolean {
    return isIn(PICTURES, before) || (before !== undefined && /^[#*0-9]$/.test(textOf([before])));
  }

  #joinsPictures(at: number): boolean {
    const before = this.all[at - 1] === AS_PICTURE ? this.all[at - 2] : this.all[at - 1];
    return isIn(PICTURES, before) && isIn(PICTURES, this.all[at + 1]);
  }

  #tags(from: number): number {
    const tags = this.all.slice(from, from + 5).map((each) => each - TAG);
    const isFlag = tags.every((each) => each > 0x60 && each < 0x7b) && FLAGS.has(textOf(tags));
    return isFlag && this.all[from + 5] === LAST_TAG ? 6 : 0;
  }
}

const textOf = (characters: readonly number[]) =>
  characters.map((each) => String.fromCodePoint(each)).join("");

/** A text in parts: visible text, and invisible characters. */
export function partsOf(text: string): Part[] {
  const lines = text.replace(/\r\n?|[\u2028\u2029]/g, "\n");
  if (!ANY.test(lines)) return lines ? [lines] : [];
  const characters = new Characters(lines);
  const parts = new Parts();
  for (let at = 0; at < characters.all.length; ) {
    const kept = characters.kept(at);
    if (kept) parts.addText(textOf(characters.all.slice(at, at + kept)));
    else parts.addUnseen(characters.all[at] ?? 0);
    at += kept || 1;
  }
  return parts.all;
}

class Parts {
  readonly all: Part[] = [];
  #boxes = 0;

  addText(text: string): void {
    const last = this.all.length - 1;
    const before = this.all[last];
    if (typeof before === "string") this.all[last] = before + text;
    else this.all.push(text);
  }

  addUnseen(character: number): void {
    const number = character.toString(16).toUpperCase().padStart(4, "0");
    const before = this.all[this.all.length - 1];
    if (typeof before === "object" && before.number === number) before.times += 1;
    else if (this.#boxes < MOST_BOXES) {
      this.#boxes += 1;
      this.all.push({ number, times: 1 });
    }
  }
}

/** Whether a text has something to show as a box. */
export function hasBoxes(text: string): boolean {
  return partsOf(text).some((part) => typeof part !== "string");
}

/** The text in the box of an invisible character. */
export function boxText({ number, times }: Unseen): string {
  return times > 1 ? `U+${number} × ${times}` : `U+${number}`;
}

/** A text for places where no box fits: a title or an attribute. */
export function shownText(text: string): string {
  return partsOf(text)
    .map((part) => (typeof part === "string" ? part : `[${boxText(part)}]`))
    .join("");
}

/** A text without invisible characters: for a field, which can only show letters. */
export function seenText(text: string): string {
  return partsOf(text)
    .filter((part) => typeof part === "string")
    .join("");
}
