/** Showing strangers' text: the shared vectors, and any other text. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  boxText,
  hasBoxes,
  JOINING,
  MOST_BOXES,
  type Part,
  PICTURES,
  partsOf,
  seenText,
  shownText,
  UNSEEN,
} from "../ui/strangers.ts";
import { vectors } from "./shared.ts";

interface Shared {
  unseen: [string, string][];
  pictures: [string, string][];
  joining: [string, string][];
  most_boxes: number;
  texts: { name: string; text: string; parts: (string | [string, number])[] }[];
}

const shared = vectors<Shared>("strangers_text");
const inNumbers = (ranges: [string, string][]) =>
  ranges.map((range) => range.map((each) => Number.parseInt(each, 16)));

test("the tables are those that both languages share", () => {
  assert.deepEqual(UNSEEN, inNumbers(shared.unseen));
  assert.deepEqual(PICTURES, inNumbers(shared.pictures));
  assert.deepEqual(JOINING, inNumbers(shared.joining));
  assert.equal(MOST_BOXES, shared.most_boxes);
});

for (const { name, text, parts } of shared.texts) {
  test(name, () => {
    const expected = parts.map((part): Part => {
      if (typeof part === "string") return part;
      const [number, times] = part;
      return { number, times };
    });
    assert.deepEqual(partsOf(text), expected);
    assert.equal(
      hasBoxes(text),
      expected.some((part) => typeof part !== "string"),
    );
  });
}

/** Texts with many characters that are invisible, or visible only together with others. */
const texts = fc.array(
  fc.oneof(
    fc.constantFrom("\u202e", "\u2066", "\u200d", "\u200c", "\ufe0f", "\u{e0067}", "\ud800", "\r"),
    fc.constantFrom("a", "1", "👨", "❤", "🏴", "م", "ර", " ", "\n"),
    fc.string({ unit: "binary", maxLength: 3 }),
  ),
  { maxLength: 400 },
);

test("what is shown has nothing that turns, hides or breaks the line unseen", () => {
  fc.assert(
    fc.property(texts, (pieces) => {
      const shown = shownText(pieces.join(""));
      assert.doesNotMatch(shown, /[^\n\t\P{Cc}]|[\u202a-\u202e\u2066-\u2069\u200e\u200f]/u);
      assert.deepEqual(partsOf(shown), shown ? [shown] : []);
    }),
  );
});

test("boxes are few, and the letters around them are all there", () => {
  fc.assert(
    fc.property(texts, (pieces) => {
      const text = pieces.join("");
      const boxes = partsOf(text).filter((part) => typeof part !== "string");
      assert.ok(boxes.length <= MOST_BOXES);
      const letters = (of: string) => of.replace(/[^a1👨❤🏴مර ]/gu, "");
      assert.equal(letters(seenText(text)), letters(text));
    }),
  );
});

test("a box says which character, and of how many it stands for", () => {
  assert.equal(boxText({ number: "202E", times: 1 }), "U+202E");
  assert.equal(shownText("a\u202e\u202eb"), "a[U+202E × 2]b");
});
