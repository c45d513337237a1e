/** How strong a passphrase is by its words, passphrases drawn by chance, and slow stretching. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { wordlist as english } from "@scure/bip39/wordlists/english.js";
import { wordlist as portuguese } from "@scure/bip39/wordlists/portuguese.js";
import { plainArgon2id } from "../sealing/argon2-plain.ts";
import { DRAWN_BITS, DRAWN_WORDS, drawPassphrase } from "../sealing/drawn.ts";
import { stretchProgress } from "../session/trouble.ts";
import { scoreOfWords } from "../session/word-guesses.ts";

test("a word counts as a word, however rare and long it is", () => {
  assert.equal(scoreOfWords("pneumonoultramicroscopic"), 1);
  assert.equal(scoreOfWords("zookeeper 12"), 2);
  assert.equal(scoreOfWords("quarry lantern"), 3);
  assert.equal(scoreOfWords("quarry lantern mossy"), 4);
  assert.equal(scoreOfWords(""), 0);
});

test("what a password manager draws is strong", () => {
  assert.equal(scoreOfWords("k7#Qz2!vR9xw"), 4);
});

for (const words of [english, portuguese]) {
  test(`a passphrase is drawn from all ${words.length} words: ${words[0]}`, () => {
    assert.equal(DRAWN_BITS, DRAWN_WORDS * Math.log2(words.length));
    const drawn = new Set<string>();
    for (let round = 0; round < 10_000; round += 1) {
      const own = drawPassphrase(words).split(" ");
      assert.equal(own.length, DRAWN_WORDS);
      for (const each of own) drawn.add(each);
    }
    assert.deepEqual([...drawn].sort(), [...words].sort());
  });
}

test("a list of another length is refused, as its words would not be equally likely", () => {
  assert.throws(() => drawPassphrase(english.slice(1)));
});

test("plain stretching tells how far it is", async () => {
  const parts: number[] = [];
  const cost = { memory: 64, passes: 2 };
  await plainArgon2id(new Uint8Array(8), new Uint8Array(16), cost, (part) => parts.push(part));
  assert.ok(parts.length > 1);
  assert.equal(parts[parts.length - 1], 1);
});

test("what remains is told once for each tenth, and never that it is over", () => {
  const shown: string[] = [];
  let time = 0;
  const tell = stretchProgress(
    (text) => shown.push(text),
    () => time,
  );
  for (let step = 1; step <= 100; step += 1) {
    time = step * 500;
    tell(step / 100);
  }
  assert.equal(shown.length, 9);
  assert.match(shown[0] ?? "", /about 45 seconds to go \(10 %\)/);
  assert.match(shown[8] ?? "", /about 5 seconds to go \(90 %\)/);
});
