/** Work in turns: all of it is done, in order, and the page can respond in between. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { AT_ONCE, inTurns, SLICE } from "../ui/in-turns.ts";

/** A clock that the work moves, and how much was done since the page could last respond. */
function counting() {
  const seen = { now: 0, since: 0, most: 0, rests: 0 };
  return {
    seen,
    turns: {
      now: () => seen.now,
      rest: async () => {
        seen.rests += 1;
        seen.since = 0;
      },
    },
    work: async ([value, cost]: [number, number]) => {
      seen.now += cost;
      seen.since += cost;
      seen.most = Math.max(seen.most, seen.since);
      return value;
    },
  };
}

test("everything is done once, in its order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.nat(), fc.nat({ max: 20 }))), async (items) => {
      const { turns, work } = counting();
      const values = items.map(([value]) => value);
      assert.deepEqual(await inTurns(items, work, undefined, turns), values);
    }),
  );
});

test("no slice is longer than its length and what was begun at once", async () => {
  const cost = fc.nat({ max: 30 });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.nat(), cost), { maxLength: 300 }), async (items) => {
      const { seen, turns, work } = counting();
      await inTurns(items, work, undefined, turns);
      assert.ok(seen.most < SLICE + AT_ONCE * 30);
    }),
  );
});

test("progress is shown whenever the page may respond", async () => {
  const { seen, turns, work } = counting();
  const told: number[] = [];
  const items = Array.from({ length: 40 }, (_, at): [number, number] => [at, 3]);
  await inTurns(items, work, (done) => told.push(done), turns);
  assert.equal(told.length, seen.rests);
  assert.deepEqual(
    told,
    Array.from({ length: 10 }, (_, at) => 4 * (at + 1)),
  );
});
