/** Reading a typed code of an app. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { codeIn } from "../desk/account/one-time-code.ts";

test("six digits of any keyboard are a code", () => {
  for (const zero of ["0", "\u0660", "\u06f0", "\u0966", "\uff10"]) {
    const typed = [..."194 101"]
      .map((each) =>
        each === " " ? each : String.fromCodePoint((zero.codePointAt(0) ?? 0) + Number(each)),
      )
      .join("");
    assert.equal(codeIn(` ${typed}\u00a0`), "194101", typed);
  }
});

test("anything else is none", () => {
  for (const typed of ["", "19410", "1941011", "19410x", "\u0661\u0669\u0664\u0661\u0660"]) {
    assert.equal(codeIn(typed), null, typed);
  }
});
