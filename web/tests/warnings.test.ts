/** Drafts of warnings, finding an identifier among them, and checking their records. */

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { type Draft, readDraft, writeDraft } from "../desk/warnings/draft.ts";
import { isPublishedAs, lookOver } from "../desk/warnings/overlook.ts";
import * as search from "../desk/warnings/search.ts";
import { combine } from "../oblivious/combined.ts";
import type { DerivedInEpoch, InsertedEntry } from "../oblivious/inserting.ts";
import { type Identifier, normalise, regionOfNumber } from "../oblivious/normalise/index.ts";
import { type Label, sealLabel } from "../oblivious/record.ts";
import { b64u, randomBytes, utf8 } from "../sealing/bytes.ts";
import { SLICE } from "../ui/slices.ts";
import { counted, finished } from "./steps.ts";

const word = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 });
const language = fc.constantFrom("en", "pt-br", "ro");

/** Objects as JSON.parse makes them. */
const plain = <T>(members: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(members, { noNullPrototype: true });

const drafts: fc.Arbitrary<Draft> = plain({
  kind: fc.constantFrom("violence", "condom", "other"),
  areas: fc.array(fc.constantFrom("E09000012", "E09000030", "outside"), { minLength: 1 }),
  months: plain({ from: fc.constant("2026-10"), to: fc.constant("2026-11") }),
  original: language,
  texts: fc.dictionary(language, word, { noNullPrototype: true }),
  identifiers: fc.array(
    plain({ kind: fc.constantFrom("tel", "email", "plate", "handle"), canonical: word }),
    { maxLength: 20 },
  ),
  review_on: fc.constant("2027-02-22"),
});

test("a draft is read as it was written", () => {
  fc.assert(fc.property(drafts, (draft) => assert.deepEqual(readDraft(writeDraft(draft)), draft)));
});

test("a draft of another shape is not read in part, as it could not be approved", () => {
  const read = (inside: object) => readDraft(utf8(JSON.stringify({ v: 1, ...inside })));
  const phone = { kind: "tel", value: "+447700900123" };
  assert.equal(readDraft(utf8("no JSON")), null);
  assert.equal(read({ identifiers: [phone, { kind: "passport", value: "X" }] }), null);
  assert.equal(read({ identifiers: [phone, { kind: "email", value: 5 }] }), null);
  assert.deepEqual(read({ identifiers: [phone, { kind: "email", value: "" }] })?.identifiers, [
    { kind: "tel", canonical: "+447700900123" },
  ]);
});

const OWN = [
  {
    name: "one",
    identifiers: [normalise("tel", "07700 900123", "GB"), normalise("plate", "AB12 CDE", "GB")],
  },
  { name: "two", identifiers: [normalise("email", "Him@Example.org", "GB")] },
];
const identifiersOf = ({ identifiers }: (typeof OWN)[number]) => identifiers;
const naming = <T extends { identifiers: readonly Identifier[] }>(typed: string, all: T[]) =>
  finished(search.naming(typed, all, "GB"));
const found = (typed: string) => naming(typed, [...OWN]).map(({ name }) => name);

test("a warning is found by an identifier however it is typed", () => {
  assert.deepEqual(found("+44 (0)7700-900123"), ["one"]);
  assert.deepEqual(found("ab12cde"), ["one"]);
  assert.deepEqual(found(" him@EXAMPLE.org"), ["two"]);
});

test("a foreign number is found as people of that country write it", () => {
  const french = [{ name: "three", identifiers: [normalise("tel", "06 12 34 56 78", "FR")] }];
  for (const typed of ["06 12 34 56 78", "0033 6 12 34 56 78", "+33612345678"]) {
    assert.equal(naming(typed, french).length, 1, typed);
  }
  assert.equal(naming("06 12 34 56 79", french).length, 0);
});

test("what was typed is read once for each country, however many warnings there are", () => {
  let read = 0;
  const typed = Object.assign(new String("06 12 34 56 78"), {
    *[Symbol.iterator]() {
      read += 1;
      yield* "06 12 34 56 78";
    },
  });
  const one = {
    identifiers: [normalise("tel", "06 12 34 56 79", "FR"), ...OWN.flatMap(identifiersOf)],
  };
  naming(typed as unknown as string, [one]);
  const once = read;
  assert.ok(once > 0);
  naming(
    typed as unknown as string,
    Array.from({ length: 9 }, () => one),
  );
  assert.equal(read, 2 * once);
});

test("a request with the longest values is compared in slices", () => {
  const numbers = ["+33612345678", "+34612345678", "+39312345678", "+491712345678"];
  const warnings = numbers.map((canonical) => ({
    identifiers: [{ kind: "tel", canonical }] as const,
  }));
  const all = Array.from({ length: 60 }, () => warnings).flat();
  for (const again of [",", "1 ", "\u0315\u0316", "\ufdfa", "a.", "-", "?id=1&"]) {
    const typed = again.repeat(1_000 / again.length);
    const work = counted(search.naming(typed, all, "GB"));
    assert.deepEqual(work.result, []);
    assert.ok(work.most <= SLICE, `${work.most} steps without a pause`);
    assert.ok(work.steps >= numbers.length * typed.length);
  }
});

test("a number's country is the one chosen where it shares the calling code, else the main one", () => {
  assert.equal(regionOfNumber("+33612345678"), "FR");
  assert.equal(regionOfNumber("+44770090012"), "GB");
  assert.equal(regionOfNumber("+441534456789", "JE"), "JE");
  assert.equal(regionOfNumber("+14165550123", "CA"), "CA");
  assert.equal(regionOfNumber("+14165550123"), "US");
  assert.equal(regionOfNumber("+80012345678"), null);
});

test("no warning is found by a part of an identifier, by another one, or by nothing", () => {
  for (const typed of ["", " ", "900123", "07700 900124", "m@example.org", "???"]) {
    assert.deepEqual(found(typed), []);
  }
});

const LABEL: Label = { kind: 1, reference: "0123456789abcd" };
const EPOCHS = ["aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb"];

/** What that many identifiers derive to, in both epochs. */
async function derivedOf(count: number): Promise<DerivedInEpoch[]> {
  const all = EPOCHS.flatMap((epoch) => Array.from({ length: count }, () => epoch));
  return Promise.all(
    all.map(async (epoch) => ({ epoch, derived: await combine(randomBytes(64), randomBytes(64)) })),
  );
}

async function entryOf({ epoch, derived }: DerivedInEpoch, label = LABEL): Promise<InsertedEntry> {
  const record = await sealLabel(derived, label);
  return { epoch, place: b64u(derived.placeBytes), record: b64u(record) };
}

test("records of just the identifiers are right, in whatever order", async () => {
  const derived = await derivedOf(3);
  const stored = (await Promise.all(derived.map((each) => entryOf(each)))).reverse();
  assert.deepEqual(await lookOver(derived, 3, LABEL, stored), { missing: [], foreign: 0 });
});

test("a false identifier among the records is found", async () => {
  const derived = await derivedOf(2);
  const [other] = await derivedOf(1);
  assert.ok(other);
  const stored = await Promise.all([...derived, other].map((each) => entryOf(each)));
  assert.deepEqual(await lookOver(derived, 2, LABEL, stored), { missing: [], foreign: 1 });
});

test("a false identifier in place of a right one is found, and which one is missing", async () => {
  const derived = await derivedOf(2);
  const [other] = await derivedOf(1);
  assert.ok(other);
  const stored = await Promise.all(derived.map((each) => entryOf(each)));
  stored[1] = await entryOf(other);
  assert.deepEqual(await lookOver(derived, 2, LABEL, stored), { missing: [1], foreign: 1 });
});

test("a record that says another warning or another kind is not right", async () => {
  const derived = await derivedOf(1);
  const wrong = [
    { ...LABEL, reference: randomUUID().replace(/-/g, "").slice(0, 14) },
    { ...LABEL, kind: 2 },
  ];
  for (const label of wrong) {
    const stored = await Promise.all(derived.map((each) => entryOf(each, label)));
    assert.deepEqual(await lookOver(derived, 1, LABEL, stored), { missing: [0], foreign: 2 });
  }
});

test("a right record in the wrong place is not found by members, and so is not right", async () => {
  const derived = await derivedOf(1);
  const stored = await Promise.all(derived.map((each) => entryOf(each)));
  const moved = stored.map((entry) => ({ ...entry, place: b64u(randomBytes(8)) }));
  assert.deepEqual(await lookOver(derived, 1, LABEL, moved), { missing: [0], foreign: 2 });
});

test("records of an epoch that is over are not looked at", async () => {
  const derived = (await derivedOf(1)).slice(0, 1);
  const [over] = await derivedOf(1);
  assert.ok(over);
  const stored = [
    ...(await Promise.all(derived.map((each) => entryOf(each)))),
    await entryOf({ ...over, epoch: "cccccccccccccccc" }),
  ];
  assert.deepEqual(await lookOver(derived, 1, LABEL, stored), { missing: [], foreign: 0 });
});

test("what members are told is compared with the draft, whatever the order of areas", () => {
  const months = { from: "2026-09", to: "2026-10" };
  const texts = { en: "He takes the money back.", ro: "Ia banii înapoi." };
  const draft = { kind: "robbery", areas: ["E2", "E1"], months, original: "en", texts };
  assert.ok(isPublishedAs(draft, { ...draft, areas: ["E1", "E2"] }));
  const others = [
    { kind: "threats" },
    { areas: ["E1"] },
    { months: { ...months, to: "2026-11" } },
    { original: "ro" },
    { texts: { ...texts, ro: "Altceva." } },
    { texts: { en: texts.en } },
  ];
  for (const other of others) assert.ok(!isPublishedAs(draft, { ...draft, ...other }));
});
