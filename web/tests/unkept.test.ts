/** Keys that a browser stored and did not give back. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { isWhole } from "../session/vault.ts";

const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt"]);
const pair = { publicKey: key, privateKey: key };

test("keys that all came back are whole", () => {
  assert.ok(isWhole({ user: "a", own: pair, projectKeys: new Map([["k", pair]]) }));
  assert.ok(isWhole({ member: "a", settings: key, tokens: key }));
  assert.ok(isWhole({ user: "a", own: pair, projectKeys: new Map() }));
});

for (const missing of [null, undefined]) {
  test(`keys are not whole where ${missing} stands for one of them`, () => {
    const half = { publicKey: key, privateKey: missing };
    assert.ok(!isWhole(missing));
    assert.ok(!isWhole({ trial: missing }));
    assert.ok(!isWhole({ user: "a", own: half, projectKeys: new Map() }));
    assert.ok(!isWhole({ user: "a", own: pair, projectKeys: new Map([["k", half]]) }));
    assert.ok(!isWhole({ member: "a", settings: key, tokens: missing }));
  });
}
