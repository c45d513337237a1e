/** What the project writes can be read exactly as it was written. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { writeMessage } from "../desk/case/content.ts";
import { TEAM_MESSAGE } from "../report/opened.ts";
import { read } from "../report/reading.ts";

test("a message comes back as it was written", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.uuid(), (text, by) => {
      const value = { text, by };
      assert.deepEqual(read(writeMessage(value), TEAM_MESSAGE), { value, cut: false });
    }),
  );
});
