/**
 * Extensions of phone numbers are removed exactly as one pattern did, whose time grew with the
 * square of the number of commas.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { withoutExtension } from "../oblivious/normalise/extension.ts";

const BEFORE = new RegExp(
  "(?: *,[ ,-]*[0-9]{1,9}" +
    "|[ ,]*(?:;ext=[0-9]{1,20}" +
    "|(?:e?xt(?:ensi[oó])?n?|int|доб|anexo)[:.]?[ ,-]*[0-9]{1,15}" +
    "|(?:[x#;][:.]?|,[:.])[ ,-]*[0-9]{1,9}" +
    "|[- ]+[0-9]{1,6}(?=#)))#?$",
);

const scraps = fc.constantFrom(
  ..."1 23 4567 , , - # x ; : . ext e xt n extension extensión int доб anexo ;ext= = 07700900123".split(
    " ",
  ),
  " ",
);

test("an extension is what the pattern of before took for one", () => {
  fc.assert(
    fc.property(fc.array(scraps, { maxLength: 14 }), (some) => {
      const typed = some.join("");
      assert.equal(withoutExtension(typed), typed.replace(BEFORE, ""));
    }),
    { numRuns: 20_000 },
  );
});
