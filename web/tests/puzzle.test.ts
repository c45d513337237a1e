/** The answer to the puzzle is the first number that fits. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { solve } from "../entries/puzzle.ts";

const zeroBits = (text: string) => {
  const digits = createHash("sha256").update(text).digest("hex");
  return BigInt(`0x${digits}`).toString(2).padStart(256, "0").indexOf("1");
};

for (const bits of [0, 1, 5, 8, 9, 12]) {
  test(`of ${bits} bits`, async () => {
    const nonce = Number(await solve("a challenge:1", bits));
    assert.ok(zeroBits(`a challenge:1 ${nonce}`) >= bits);
    for (let earlier = 0; earlier < nonce; earlier++) {
      assert.ok(zeroBits(`a challenge:1 ${earlier}`) < bits);
    }
  });
}

test("that is stopped has no answer", async () => {
  const stop = new AbortController();
  const answer = await solve("a challenge:1", 255, () => stop.abort(), stop.signal);
  assert.equal(answer, null);
});
