/** What stands inside sealed records, read leniently. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { members, readMessage, readPhoto, writeMessage } from "../desk/content.ts";
import { utf8 } from "../sealing/bytes.ts";

test("a message comes back as it was written", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (text, by) => {
      assert.deepEqual(readMessage(writeMessage({ text, by })), { text, by });
    }),
  );
});

test("whatever is inside, reading never fails and gives the right kinds", () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), (inside) => {
      const message = readMessage(utf8(inside));
      assert.equal(typeof message.text, "string");
      assert.equal(typeof message.by, "string");
      assert.ok(Number.isInteger(readPhoto(utf8(inside)).size));
    }),
  );
});

test("what is missing or of another kind counts as empty", () => {
  const inside = utf8(JSON.stringify({ text: 7, size: -1, type: null }));
  assert.deepEqual(readMessage(inside), { text: "", by: "" });
  assert.deepEqual(readPhoto(inside), { type: "", size: 0 });
  assert.deepEqual(members(new Uint8Array([0xff])), {});
});
