/** How the progress of a puzzle is shown. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { workProgress } from "../session/trouble.ts";

test("each step is shown once, and the unknown end as almost ready", () => {
  const told: string[] = [];
  const tell = workProgress((text) => told.push(text));
  for (const part of [0, 0.1, 0.3, 0.4, 0.6, 0.76, 0.9, 0.999, 1]) tell(part);
  assert.deepEqual(
    told.map((text) => text.match(/\d+ %|Almost ready/)?.[0]),
    ["0 %", "25 %", "50 %", "Almost ready"],
  );
});
