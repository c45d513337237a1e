/** Pages show only names of people of the team. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { byOf, committedName, nameOfBy } from "../report/team.ts";

const JOEL = { id: "7a0e4a9e-6f6e-4f55-8d1f-3f1d1f5d2a10", name: "Joel" };
const BEA = { id: "0d9a3f3e-51c4-4a0c-8a53-7f0d2b9f6a11", name: "Bea" };

test("an identifier, or in older records a name, gives the name that the server knows", () => {
  assert.equal(nameOfBy([JOEL, BEA], byOf(JOEL)), "Joel");
  assert.equal(nameOfBy([JOEL, BEA], JOEL.id), "Joel");
  assert.equal(nameOfBy([JOEL, BEA], "Bea"), "Bea");
});

test("nothing else gives a name", () => {
  const others = fc.string().filter((by) => ![JOEL.id, BEA.id, "Joel", "Bea"].includes(by));
  fc.assert(fc.property(others, (by) => assert.equal(nameOfBy([JOEL, BEA], by), null)));
  assert.equal(nameOfBy([], "Joel"), null);
});

test("an identifier is never taken for a name that looks like it", () => {
  const false_ = { id: BEA.id, name: JOEL.id };
  assert.equal(nameOfBy([false_, JOEL], JOEL.id), "Joel");
});

test("a reader learns the name of the person who wrote, and accepts no other", async () => {
  // Python makes the same: see tests/people/test_named_team.py.
  const commitments = ["ptREss4Ltp4bGVr0rlrf2lIKh03KzHjdbFg-e_hqM9k"];
  assert.equal(await committedName(commitments, byOf(JOEL)), "Joel");
  for (const by of [byOf(BEA), JOEL.id, "Joel", `${BEA.id} Joel`, ""]) {
    assert.equal(await committedName(commitments, by), null);
  }
});
