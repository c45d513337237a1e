/** Whatever strangers write, slices of a known size read it, in one pass or a few. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import * as listing from "../desk/inbox/listing.ts";
import { contactsIn } from "../desk/warnings/linter/contacts.ts";
import { DATE_PATTERNS, shaped, TIME_PATTERNS } from "../desk/warnings/linter/dated.ts";
import { lint } from "../desk/warnings/linter/linter.ts";
import { indexReport, MOST_INDEXED } from "../desk/warnings/linter/report-index.ts";
import { merged, type Span } from "../desk/warnings/linter/spans.ts";
import { fold } from "../ui/fold.ts";
import { inSlices, SLICE, type Steps } from "../ui/slices.ts";
import { LARGEST, nasty } from "./nasty.ts";
import { writtenFor } from "./places.ts";
import { counted, finished } from "./steps.ts";

const LONDON = writtenFor("london");

/** Steps of one pass over the largest text, which a pattern does without a pause. */
const PASS = LARGEST + SLICE;
/** How many times the work may grow when a text is twice as long. */
const TWICE = 2.2;

const READERS: Readonly<Record<string, (text: string) => Steps<unknown>>> = {
  "a text that is linted, and is its report as well": function* (text) {
    const index = yield* indexReport({ texts: [text], places: ["Hackney"] });
    return yield* lint(text, index, LONDON);
  },
  "a text that is searched": (text) => listing.searchable([text]),
};

for (const [reader, read] of Object.entries(READERS)) {
  test(`${reader}: the largest takes slices of a known size, and twice the text twice the steps`, () => {
    const halves = new Map(nasty(LARGEST / 2));
    for (const [shape, text] of nasty()) {
      const half = counted(read(halves.get(shape) ?? ""));
      const whole = counted(read(text));
      assert.ok(whole.most <= PASS, `${shape}: ${whole.most} steps without a pause`);
      assert.ok(whole.steps >= text.length, `${shape}: not all is counted`);
      assert.ok(whole.steps <= TWICE * half.steps, `${shape}: ${half.steps}, ${whole.steps} steps`);
    }
  });
}

test("patterns that are tried at every character end after a few", () => {
  const all = [...TIME_PATTERNS, ...DATE_PATTERNS, ...LONDON.postcodes, ...LONDON.plates];
  assert.ok(all.length > 20);
  for (const { source } of all) {
    assert.doesNotMatch(source.replace(/\\[+*]/g, ""), /[*+]|,\}/, `/${source}/ has no end`);
  }
});

test("at most fifty of the longest reports are compared, and a cut is noted", () => {
  const report = `${"he drives a grey van ".repeat(1000)}`;
  const many = { texts: Array<string>(60).fill(report), places: [] };
  assert.ok(many.texts.join("").length > MOST_INDEXED);
  const { steps, result } = counted(indexReport(many));
  assert.equal(result.complete, false);
  assert.ok(result.rows.size > 0);
  assert.ok(steps < 20 * MOST_INDEXED);
  assert.equal(finished(indexReport({ texts: [report], places: [] })).complete, true);
});

// The patterns used before. They start again at each character of a run, so their time grows with
// the square of its length.
const BEFORE = [
  /[^\s@<>,;:]+@[^\s@<>,;:]+\.\p{L}+(?![\p{L}\p{N}])/gu,
  /@[\p{L}\d_.]{2,}(?![\p{L}\p{N}])/gu,
  /(?:https?:\/\/|www\.)\S+(?![\p{L}\p{N}])/giu,
  /[\p{L}\d-]+\.(?:com|net|org|co\.uk|com\.br)(?:\/\S*)?(?![\p{L}\p{N}])/giu,
];
const NUMBER_BEFORE = /\+?\(?\d(?:[\s().\-/]{0,2}\d)+(?![\p{L}\p{N}])/gu;

function contactsBefore(text: string): Span[] {
  const found = (pattern: RegExp): Span[] =>
    [...text.matchAll(pattern)]
      .filter(({ index }) => !/[\p{L}\p{N}]/u.test(text[index - 1] ?? ""))
      .map(({ index, 0: words }) => ({ start: index, end: index + words.length }));
  const numbers = found(NUMBER_BEFORE).filter(
    ({ start, end }) => text.slice(start, end).replace(/\D/g, "").length >= 7,
  );
  return merged([...BEFORE.flatMap(found), ...numbers]);
}

const scraps = fc.constantFrom(
  ..."a 1 23 @ . .com .co.uk / ( + - : _ ² ß 𝒜 Σ www. http:// 07700 900123 AB12 E8 x@y.uk".split(
    " ",
  ),
  " ",
  "\n",
  "\u0301",
);
const scrappy = fc.array(scraps, { maxLength: 40 }).map((some) => some.join(""));

test("numbers, addresses and profiles are found as the patterns of before found them", () => {
  fc.assert(
    fc.property(scrappy, (text) => {
      assert.deepEqual(merged(finished(contactsIn(text, []))), contactsBefore(text));
    }),
    { numRuns: 2_000 },
  );
});

test("text is folded as it was before, but for the sigma at the end of a word", () => {
  const before = (text: string) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/ς/g, "σ");
  const anything = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: "grapheme" }),
    scrappy,
  );
  fc.assert(
    fc.property(anything, fc.nat(4_200), (text, more) => {
      const long = "ΑΣ".repeat(more) + text;
      assert.equal(fold(long), before(long));
    }),
  );
});

test("a time or a day is found wherever it stands in a long text", () => {
  fc.assert(
    fc.property(fc.integer({ min: 8_100, max: 8_300 }), (spaces) => {
      const text = `${" ".repeat(spaces)}quarter past eleven`;
      assert.deepEqual(finished(shaped(text, TIME_PATTERNS)), [
        { start: spaces, end: text.length },
      ]);
    }),
  );
});

test("work that is no longer wanted stops at the next slice", async () => {
  let wanted = true;
  let done = 0;
  const endless = function* (): Steps<never> {
    for (;;) {
      done += 1;
      if (done > 10) wanted = false;
      yield SLICE;
    }
  };
  assert.equal(await inSlices(endless(), () => wanted), null);
  assert.equal(done, 11);
});

test("the page has its turn after each slice", async () => {
  const seen: string[] = [];
  const work = function* (): Steps<string> {
    for (const slice of ["one", "two"]) {
      setImmediate(() => seen.push("page"));
      seen.push(slice);
      yield SLICE;
    }
    return "done";
  };
  assert.equal(await inSlices(work()), "done");
  assert.deepEqual(seen.slice(0, 3), ["one", "page", "two"]);
});
