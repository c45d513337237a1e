/** Parts of a page, where a test needs no page. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { takeOut } from "../ui/parts.ts";

function left(sent: string, value: string): string {
  const field = { value };
  takeOut(sent, field);
  return field.value;
}

test("nothing is left of what was sent and not touched since", () => {
  assert.equal(left("He came back.", "  He came back.\n"), "");
});

test("anything typed meanwhile stays", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (sent, more) => {
      assert.equal(left(sent.trim(), `${sent.trim()} ${more}`), more.trimStart());
    }),
  );
});

test("a text that was changed while it was sent stays whole", () => {
  assert.equal(left("He came back.", "He came back twice."), "He came back twice.");
});
