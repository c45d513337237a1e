/** Packages that the build writes in another way hold what they held. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { withBytes, wordsModule } from "../packages.mjs";

const imported = (source) => import(`data:text/javascript,${encodeURIComponent(source)}`);

test("the word list is the same list", async () => {
  assert.deepEqual((await imported(wordsModule(wordlist))).wordlist, wordlist);
  assert.equal(wordlist.length, 2048);
});

test("what is not a list of plain words is refused", () => {
  assert.throws(() => wordsModule(["abc", 'a"+alert(1)+"']));
});

test("every piece of WebAssembly is the same bytes", async () => {
  const source = await readFile(
    new URL("../node_modules/hash-wasm/dist/index.esm.js", import.meta.url),
    "utf8",
  );
  const before = [...source.matchAll(/= "(AGFzbQ[A-Za-z0-9+/=]+)"/g)].map((match) => match[1]);
  const after = [...withBytes(source).matchAll(/@__PURE__ \*\/ btoa\((".*?[^\\]")\);/g)];
  assert.ok(before.length > 10);
  assert.deepEqual(
    after.map((match) => btoa(JSON.parse(match[1]))),
    before,
  );
});

test("a hash-wasm that holds its code otherwise stops the build", () => {
  assert.throws(() => withBytes("export const nothing = 1;"));
});
