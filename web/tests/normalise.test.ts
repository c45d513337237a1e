/** Normalising: the shared vectors, and properties for any typed text. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { CheckError } from "../oblivious/errors.ts";
import {
  IDENTIFIER_KINDS,
  type IdentifierKind,
  LONGEST,
  looksWhole,
  normalise,
} from "../oblivious/normalise/index.ts";
import { cleaned, isRefused } from "../oblivious/normalise/text.ts";
import { vectors } from "./shared.ts";

interface Vector {
  kind: string;
  region: string;
  typed: string;
  canonical?: string;
  error?: string;
}

const VECTORS = vectors<{ vectors: Vector[] }>("oblivious/normalise").vectors;
const TAKEN = VECTORS.filter((each) => each.canonical !== undefined);

/** The canonical form, or the code of the refusal. Any other error fails the test. */
function outcome(
  kind: string,
  typed: string,
  region = "GB",
): { canonical?: string; code?: string } {
  try {
    return { canonical: normalise(kind, typed, region).canonical };
  } catch (error) {
    assert.ok(error instanceof CheckError, String(error));
    return { code: error.code };
  }
}

const kinds = fc.constantFrom(...IDENTIFIER_KINDS);
const taken = fc.constantFrom(...TAKEN);
const oddities = fc.constantFrom(
  ...["+", "0", "00", "44", "@", ".", ":", "/", "?", "#", "%", " ", "xn--", "-", "\0", "\ud800"],
  ...["\u200b", "\u0130", "\u03a3", "\u00df", "\uff20", "\u3002", "https://", "instagram.com"],
);
const odd = fc
  .array(fc.oneof(oddities, fc.string({ unit: "binary" }), fc.string()), { maxLength: 12 })
  .map((parts) => parts.join(""));

test("every shared vector", () => {
  assert.ok(VECTORS.length >= 300);
  for (const { kind, region, typed, canonical, error } of VECTORS) {
    const expected = canonical === undefined ? { code: error } : { canonical };
    assert.deepEqual(outcome(kind, typed, region), expected, JSON.stringify(typed));
  }
});

test("a canonical form is its own canonical form, wherever it is typed", () => {
  for (const { kind, canonical = "" } of TAKEN) {
    for (const region of ["GB", "US", "IT", "AR"]) {
      assert.deepEqual(outcome(kind, canonical, region), { canonical });
    }
  }
});

test("any typed text is refused with a code or has a stable canonical form", () => {
  fc.assert(
    fc.property(
      kinds,
      fc.oneof(
        odd,
        taken.map(({ typed }) => typed),
      ),
      (kind: IdentifierKind, typed) => {
        const { canonical } = outcome(kind, typed);
        if (canonical === undefined) return;
        const bytes = new TextEncoder().encode(canonical).length;
        assert.ok(bytes >= 1 && bytes <= LONGEST);
        assert.deepEqual(outcome(kind, canonical), { canonical });
      },
    ),
    { numRuns: 2000 },
  );
});

test("space around it and what cannot be seen make no difference", () => {
  fc.assert(
    fc.property(
      taken,
      fc.constantFrom(" ", "\n", "\u00a0", "\u200b", "\ufeff", "\u2066"),
      (each, s) => {
        const expected = { canonical: each.canonical };
        assert.deepEqual(outcome(each.kind, s + each.typed + s, each.region), expected);
      },
    ),
  );
});

test("what Unicode calls ignorable is nothing, and no more than that", () => {
  const wrong: string[] = [];
  for (let code = 0; code < 0x110000; code++) {
    const each = code >= 0xd800 && code < 0xe000 ? "surrogate" : String.fromCodePoint(code);
    const ignorable = /^[\p{DI}\u2800]$/u.test(each);
    const isWhite = each !== "\ufeff" && /^[\s\x85]$/.test(each);
    const isNothing = !isRefused(each) && !isWhite && cleaned(each) === "";
    const isLeft = !isRefused(each) && /\p{DI}/u.test(cleaned(each));
    const isMore = isNothing && !ignorable && !/^\p{Cf}$/u.test(each);
    if ((ignorable && !isNothing) || isMore || isLeft) wrong.push(code.toString(16));
  }
  assert.deepEqual(wrong, []);
});

test("capitals make no difference to what is written in English letters", () => {
  const english = TAKEN.filter(({ typed }) => /^[ -~]*$/.test(typed));
  for (const { kind, typed, region, canonical } of english) {
    assert.deepEqual(outcome(kind, typed.toUpperCase(), region), { canonical }, typed);
    assert.deepEqual(outcome(kind, typed.toLowerCase(), region), { canonical }, typed);
  }
});

test("spaces, hyphens and dots in a number or a plate make no difference", () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[A-Z]{2}[0-9]{2}[A-Z]{3}$/),
      fc.constantFrom(" ", "-", ".", "\u2010", "\u00b7"),
      (plate, mark) => {
        assert.deepEqual(outcome("plate", [...plate].join(mark)), { canonical: plate });
      },
    ),
  );
  for (const mark of [" ", "-", ".", "/", "(", "\u2011", "\u00a0"]) {
    const spaced = [..."02079460018"].join(mark);
    assert.deepEqual(outcome("tel", spaced), { canonical: "+442079460018" });
  }
});

test("ten thousand characters are too long, whatever they are", () => {
  for (const kind of IDENTIFIER_KINDS) {
    for (const each of ["0", "a", " ", "\0", "\ud800", "\u{1f697}"]) {
      assert.deepEqual(outcome(kind, each.repeat(10_000)), { code: "too-long" });
    }
  }
});

test("a refusal never repeats what was typed", () => {
  for (const { kind, typed, region } of VECTORS.filter((each) => each.typed.length > 3)) {
    try {
      normalise(kind, typed, region);
    } catch (error) {
      assert.ok(!String(error).includes(typed), typed);
    }
  }
});

test("a number that lacks a digit does not look whole, whether or not it can be checked", () => {
  const looks = (typed: string) => looksWhole(normalise("tel", typed, "GB"));
  assert.ok(looks("07700 900123"));
  assert.ok(looks("+55 11 91234-5678"));
  assert.ok(!looks("07700 90012"));
  assert.ok(!looks("07700 9001"));
  assert.ok(!looks("+55 11 7812-3456"));
  assert.ok(looks("+55 11 5123-4567"));
  assert.ok(!looks("+49 1512 345678"));
  assert.ok(looks("0800 1111 111"));
  assert.ok(looksWhole(normalise("plate", "A1", "GB")));
});
