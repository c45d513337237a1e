/** Reading opened bytes: the shared vectors, and anything else that somebody may seal. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { WARNING } from "../desk/warnings/draft.ts";
import { SETTINGS } from "../members/settings.ts";
import { WALLET } from "../members/wallet.ts";
import { WARNING as SHOWN_WARNING, TAKEN_DOWN } from "../members/warning.ts";
import {
  ATTACHMENT,
  REPORT,
  REPORTER_MESSAGE,
  REVIEW_REQUEST,
  TEAM_MESSAGE,
} from "../report/opened.ts";
import { read, type Shape } from "../report/reading.ts";
import { DRAFT } from "../reporter/drafted.ts";
import { fromB64u, utf8 } from "../sealing/bytes.ts";
import { MOST_DEPTH, MOST_MARKS } from "../sealing/generated.ts";
import { vectors } from "./shared.ts";

type Pieces = [string, number][];

interface Case {
  name: string;
  kind: string;
  inside?: Pieces;
  bytes?: string;
  is: unknown;
  cut?: boolean;
}

const SHAPES: Record<string, Shape<unknown>> = {
  report: REPORT,
  "reporter-message": REPORTER_MESSAGE,
  "project-message": TEAM_MESSAGE,
  note: TEAM_MESSAGE,
  attachment: ATTACHMENT,
  "review-request": REVIEW_REQUEST,
  warning: WARNING,
  settings: SETTINGS,
  draft: DRAFT,
  wallet: WALLET,
  "shown-warning": SHOWN_WARNING,
  "taken-down": TAKEN_DOWN,
};

const { readings } = vectors<{ readings: Case[] }>("opened");

const joined = (pieces: Pieces) => pieces.map(([piece, times]) => piece.repeat(times)).join("");

/** The expected value, with its long texts put together from their pieces. */
function whole(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(whole);
  if (typeof value !== "object" || value === null) return value;
  if ("parts" in value) return joined(value.parts as Pieces);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, whole(each)]));
}

function shapeOf(kind: string): Shape<unknown> {
  const shape = SHAPES[kind];
  assert.ok(shape, `no shape for ${kind}`);
  return shape;
}

for (const { name, kind, inside, bytes, is, cut } of readings) {
  test(`${kind}: ${name}`, () => {
    const opened = bytes === undefined ? utf8(joined(inside ?? [])) : fromB64u(bytes);
    const expected = is === null ? null : { value: whole(is), cut };
    assert.deepEqual(read(opened, shapeOf(kind)), expected);
  });
}

/** Names for JSON from somebody who knows our fields. */
const names = [
  ...["v", "what", "when", "when_words", "borough", "who", "kind", "value", "answer", "contact"],
  ...["text", "by", "type", "size", "chunks", "identifier", "areas", "months", "from", "to"],
  ...["texts", "original", "identifiers", "review_on", "pins", "release", "log"],
  ...["project", "screen", "place", "answers", "photos", "uid", "words", "sealed", "consents"],
  ...["day", "key", "again", "tokens", "reference", "four_eyes", "published_on"],
  ...["__proto__", "constructor", "toString", "valueOf", "toJSON", "length"],
];
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(null, true, 1, -1, 1e99, "", "tel", "outside", "2026-10", "en"),
    fc.string({ unit: "binary" }),
    fc.double(),
    fc.array(tie("value")),
    tie("object"),
  ),
  object: fc
    .array(fc.tuple(fc.constantFrom(...names), tie("value")))
    .map((members) => Object.fromEntries(members)),
}));

function deepest(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(deepest));
}

function size(value: unknown): number {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null) return 1;
  return Object.values(value).reduce((sum: number, each) => sum + size(each), 1);
}

/** What was read is no larger than an honest writer could make it, and has no foreign content. */
function holds(kind: string, opened: Uint8Array): void {
  const reading = read(opened, shapeOf(kind));
  if (reading === null) return;
  assert.ok(deepest(reading.value) <= MOST_DEPTH);
  assert.ok(size(reading.value) <= 2 * 125_000, `${size(reading.value)} of ${kind}`);
  assert.deepEqual(reading.value, JSON.parse(JSON.stringify(reading.value)));
}

for (const kind of Object.keys(SHAPES)) {
  test(`${kind}: any JSON, and any bytes, are read or cannot be read`, () => {
    const near = json.object.map((inside) => JSON.stringify({ ...(inside as object), v: 1 }));
    fc.assert(
      fc.property(fc.oneof(near, fc.json(), fc.string({ unit: "binary" })), (text) =>
        holds(kind, utf8(text)),
      ),
      { numRuns: 400 },
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => holds(kind, bytes)));
  });

  test(`${kind}: neither depth nor number is beyond what is read`, () => {
    const open = fc.constantFrom("[", '{"a":', '{"who":[', '{"text":{"by":');
    fc.assert(
      fc.property(open, fc.integer({ min: MOST_DEPTH, max: 70_000 }), (piece, times) => {
        assert.equal(read(utf8(`{"v":1,"x":${piece.repeat(times)}`), shapeOf(kind)), null);
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: MOST_MARKS, max: 80_000 }), (times) => {
        const many = `{"v":1,"who":[{}${",{}".repeat(times)}]}`;
        assert.equal(read(utf8(many), shapeOf(kind)), null);
      }),
    );
  });
}
