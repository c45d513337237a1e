/** Finding the words of the list that somebody may have meant. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { likeness, nearest } from "../reporter/nearest.ts";
import { WORDS } from "../sealing/words.ts";

/** The same, found by looking at every word, whatever the length of the typed text. */
function nearestOfAll(typed: string): string[] {
  const begins = (word: string) => typed.length >= 3 && word.startsWith(typed);
  const begun = WORDS.filter(begins).sort((one, other) => one.length - other.length);
  const alike = WORDS.filter((word) => !begins(word))
    .map((word) => ({ word, alike: likeness(typed, word) }))
    .filter((each) => each.alike >= 0.7)
    .sort((one, other) => other.alike - one.alike);
  return [...begun, ...alike.map(({ word }) => word)].slice(0, 2).sort();
}

test("words of other lengths are passed over, and the same are found", () => {
  const typed = fc.oneof(
    fc.string({ unit: fc.constantFrom(..."abandonrstieo"), maxLength: 20 }),
    fc
      .tuple(fc.constantFrom(...WORDS), fc.nat(9))
      .map(([word, at]) => word.slice(0, at) + word.slice(at + 1)),
  );
  fc.assert(
    fc.property(typed, (each) => assert.deepEqual(nearest(each, WORDS), nearestOfAll(each))),
    { numRuns: 60 },
  );
});

test("a word of the largest length is compared with none, letter by letter", () => {
  let looked = 0;
  const typed = Object.assign(new String("a".repeat(262_140)), {
    *[Symbol.iterator]() {
      looked += 1;
      yield* "a";
    },
  });
  assert.deepEqual(nearest(typed as unknown as string, WORDS), []);
  assert.equal(looked, 0);
});
