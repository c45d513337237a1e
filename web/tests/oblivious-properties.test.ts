/** Properties of the private check: only people who know an identifier find it again. */

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, test } from "node:test";
import fc from "fast-check";
import { keysOf } from "../members/keys.ts";
import { blind, finalise } from "../oblivious/blinding.ts";
import { bucketOf, combine } from "../oblivious/combined.ts";
import { inputOf } from "../oblivious/element.ts";
import { CheckError } from "../oblivious/errors.ts";
import { RECORD_SIZE } from "../oblivious/generated.ts";
import { canonicalJson, fromCanonicalJson } from "../oblivious/json.ts";
import { pathLength, verifyPath } from "../oblivious/merkle.ts";
import { IDENTIFIER_KINDS, type Identifier } from "../oblivious/normalise/index.ts";
import { findLabels, sealLabel } from "../oblivious/record.ts";
import { readEntry, readManifest } from "../oblivious/release.ts";
import { acceptTokens, caseworkerBatch, memberBatch, requestOf } from "../oblivious/tokens.ts";
import { type Bytes, b64u, concat, fromB64u, randomBytes, utf8 } from "../sealing/bytes.ts";
import {
  checkRefusal,
  DAY,
  evaluated,
  keyPair,
  merklePath,
  merkleRoot,
  outputOf,
  Sites,
} from "./oblivious_sites.ts";
import { changed } from "./shared.ts";

const bytesOf = (minLength: number, maxLength = minLength) =>
  fc.uint8Array({ minLength, maxLength }).map((bytes): Bytes => bytes.slice());
const identifier = fc.record({
  kind: fc.constantFrom(...IDENTIFIER_KINDS),
  canonical: fc.string({ unit: "binary", minLength: 1, maxLength: 120 }),
});
const label = fc.record(
  {
    kind: fc.integer({ min: 1, max: 9 }),
    reference: bytesOf(7).map((bytes) => Buffer.from(bytes).toString("hex")),
  },
  { noNullPrototype: true },
);

describe("an input", () => {
  test("belongs to one identifier", () => {
    fc.assert(
      fc.property(identifier, identifier, (one, other) => {
        const same = one.kind === other.kind && one.canonical === other.canonical;
        assert.equal(b64u(inputOf(one)) === b64u(inputOf(other)), same);
      }),
    );
  });

  test("says where kind and value end, whatever they hold", () => {
    fc.assert(
      fc.property(identifier, ({ kind, canonical }) => {
        const input = inputOf({ kind, canonical });
        const view = new DataView(input.buffer);
        const value = utf8(canonical);
        assert.equal(view.getUint8(0), 1);
        assert.equal(view.getUint8(1), kind.length);
        assert.equal(view.getUint16(2 + kind.length), value.length);
        assert.deepEqual(input.subarray(4 + kind.length), value);
      }),
    );
  });

  test("has a value of 1 to 512 bytes", () => {
    const of = (size: number): Identifier => ({ kind: "handle", canonical: "a".repeat(size) });
    assert.equal(inputOf(of(512)).length, 2 + 6 + 2 + 512);
    assert.throws(() => inputOf(of(513)), checkRefusal("too-long"));
    assert.throws(() => inputOf(of(0)), checkRefusal("empty"));
  });
});

describe("blinding", () => {
  const key = keyPair();

  test("hides an input each time in another way, with the same output", () => {
    fc.assert(
      fc.property(bytesOf(1, 200), (input) => {
        const [one, other] = [blind(input), blind(input)];
        assert.notDeepEqual(one.element, other.element);
        const batch = [one, other];
        const elements = batch.map(({ element }) => element);
        const [first, second] = finalise(batch, evaluated(key, elements), key.publicKey);
        assert.deepEqual(first, second);
        assert.equal(first?.length, 64);
      }),
      { numRuns: 10 },
    );
  });

  test("takes the least and the greatest seed, whose blind is never zero", () => {
    for (const seed of [new Uint8Array(64), new Uint8Array(64).fill(255)]) {
      const { blind: scalar } = blind(utf8("a"), seed);
      assert.ok(scalar.some((byte) => byte !== 0));
    }
    assert.deepEqual([...blind(utf8("a"), new Uint8Array(64)).blind], [1, ...Array(31).fill(0)]);
  });

  const batch = ["a", "b", "c"].map((text) => blind(utf8(text)));
  const elements = batch.map(({ element }) => element);
  const answer = evaluated(key, elements);

  test("is finalised only with all that one key evaluated, in its order", () => {
    assert.equal(finalise(batch, answer, key.publicKey).length, 3);
    const [first, second, third] = answer.evaluated;
    assert.ok(first && second && third);
    const forged = [
      { ...answer, evaluated: [first, second] },
      { ...answer, evaluated: [first, second, third, third] },
      { ...answer, evaluated: [second, first, third] },
      { ...answer, evaluated: [first, second, new Uint8Array(32)] },
      { ...answer, evaluated: [first, second, new Uint8Array(32).fill(255)] },
      { ...answer, evaluated: [first, second, third.slice(1)] },
      { ...answer, proof: new Uint8Array(64) },
      { ...answer, proof: new Uint8Array() },
      { ...answer, proof: concat(answer.proof, new Uint8Array(1)) },
      evaluated(keyPair(), elements),
    ];
    for (const each of forged) {
      assert.throws(() => finalise(batch, each, key.publicKey), checkRefusal("wrong-proof"));
    }
    for (const other of [keyPair().publicKey, new Uint8Array(32), new Uint8Array(3)]) {
      assert.throws(() => finalise(batch, answer, other), checkRefusal("wrong-proof"));
    }
  });
});

describe("a record", () => {
  const output = bytesOf(64);

  test("is found by its identifier, among any others, as often as it is there", async () => {
    const property = fc.asyncProperty(
      output,
      output,
      fc.array(label, { minLength: 1, maxLength: 3 }),
      fc.array(bytesOf(RECORD_SIZE), { maxLength: 20 }),
      async (platform, keyholder, labels, dummies) => {
        const derived = await combine(platform, keyholder);
        const records = await Promise.all(labels.map((each) => sealLabel(derived, each)));
        assert.ok(records.every(({ length }) => length === RECORD_SIZE));
        // A dummy with the same locator is not a record of this identifier.
        const false_ = concat(derived.locator, randomBytes(RECORD_SIZE - 8));
        const bucket = concat(...dummies, false_, ...records, ...dummies);
        assert.deepEqual(await findLabels(derived, bucket), labels);
        const other = await combine(keyholder, changed(platform, 0));
        assert.deepEqual(await findLabels(other, bucket), []);
      },
    );
    await fc.assert(property, { numRuns: 50 });
  });

  test("is nobody's once a bit of it has turned", async () => {
    const derived = await combine(randomBytes(64), randomBytes(64));
    const record = await sealLabel(derived, { kind: 3, reference: "0123456789abcd" });
    for (let at = 0; at < RECORD_SIZE; at++) {
      assert.deepEqual(await findLabels(derived, changed(record, at, at % 8)), []);
    }
  });

  test("is sealed under a nonce of its own each time", async () => {
    const derived = await combine(randomBytes(64), randomBytes(64));
    const seal = () => sealLabel(derived, { kind: 3, reference: "0123456789abcd" });
    const nonces = new Set((await Promise.all(Array.from({ length: 50 }, seal))).map(nonceOf));
    assert.equal(nonces.size, 50);
  });

  test("takes a reference of 14 hex digits alone", async () => {
    const derived = await combine(randomBytes(64), randomBytes(64));
    for (const reference of [
      "",
      "0123456789abc",
      "0123456789abcde",
      "0123456789ABCD",
      "0x23456789abcd",
    ]) {
      await assert.rejects(sealLabel(derived, { kind: 3, reference }));
    }
  });

  const nonceOf = (record: Bytes) => b64u(record.slice(8, 20));
});

describe("a place", () => {
  const place = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });

  test("is in one of the buckets, and later places are in no earlier ones", () => {
    fc.assert(
      fc.property(place, place, fc.integer({ min: 1, max: 20_000_000 }), (one, other, count) => {
        const [low, high] = one < other ? [one, other] : [other, one];
        assert.ok(bucketOf(low, count) >= 0);
        assert.ok(bucketOf(low, count) <= bucketOf(high, count));
        assert.ok(bucketOf(high, count) < count);
      }),
    );
  });
});

test("a bucket's path leads to the root for any number of buckets", async () => {
  const property = fc.asyncProperty(
    fc.integer({ min: 1, max: 40 }),
    fc.nat(),
    async (count, at) => {
      const leaves = Array.from({ length: count }, (_, number) => utf8(`bucket ${number}`));
      const index = at % count;
      const [root, path] = [await merkleRoot(leaves), await merklePath(leaves, index)];
      assert.equal(pathLength(index, count), path.length);
      for (const [other, leaf] of leaves.entries()) {
        assert.equal(await verifyPath(root, leaf, index, count, path), other === index);
      }
    },
  );
  await fc.assert(property, { numRuns: 40 });
});

describe("canonical JSON", () => {
  test("gives one text for a value, however its members are ordered", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const read = JSON.parse(JSON.stringify(value));
        const text = canonicalJson(read);
        assert.deepEqual(JSON.parse(text), read);
        assert.equal(canonicalJson(turnedRound(read)), text);
        assert.deepEqual(fromCanonicalJson(utf8(text)), read);
      }),
    );
  });

  test("of anything else is refused as a manifest and as an entry, never otherwise", () => {
    const anything = fc.oneof(fc.json().map(utf8), bytesOf(0, 60));
    fc.assert(
      fc.property(anything, (bytes) => {
        assert.throws(() => readManifest(bytes), checkRefusal("wrong-manifest"));
        assert.throws(() => readEntry(bytes), checkRefusal("wrong-entry"));
      }),
    );
  });

  function turnedRound(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(turnedRound);
    if (typeof value !== "object" || value === null) return value;
    const members = Object.entries(value).map(([name, each]) => [name, turnedRound(each)]);
    return Object.fromEntries(members.reverse());
  }
});

describe("a member's tokens", () => {
  const privateKey = randomBytes(32);
  const member = randomUUID() as string;
  const secret = async (of = privateKey) => (await keysOf(member, of)).tokens;

  test("are the same at every log-in of a day, and others for another member or day", async () => {
    const first = await memberBatch(await secret(), DAY);
    assert.deepEqual(await memberBatch(await secret(), DAY), first);
    assert.equal(new Set(requestOf(first)).size, 30);
    const others = [
      await memberBatch(await secret(), "2026-11-25"),
      await memberBatch(await secret(randomBytes(32)), DAY),
    ];
    for (const other of others) {
      assert.equal(new Set([...requestOf(first), ...requestOf(other)]).size, 60);
    }
  });

  test("are derived as docs/check.md says, whoever derives them", async () => {
    const { blinded } = await memberBatch(await secret(), DAY);
    const token = await hkdf(privateKey, "unsilenced/1/member/tokens", 32);
    const root = `unsilenced/1/token/${DAY}/29`;
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const wide = numberOf(await hkdf(token, `${root}/blind`, 64));
    assert.deepEqual(blinded[29]?.input, await hkdf(token, `${root}/nonce`, 32));
    assert.equal(numberOf(blinded[29].blind), 1n + (wide % (order - 1n)));
  });

  const numberOf = (bytes: Bytes) => BigInt(`0x${Buffer.from(bytes).reverse().toString("hex")}`);

  async function hkdf(secret: Bytes, purpose: string, size: number): Promise<Bytes> {
    const key = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
    const [salt, info] = [new Uint8Array(), utf8(purpose)];
    const algorithm = { name: "HKDF", hash: "SHA-256", salt, info };
    return new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, size * 8));
  }

  test("are outputs of their nonces under the day's key", async () => {
    const sites = new Sites();
    const batch = await memberBatch(await secret(), DAY);
    const day = { day: DAY, publicKey: sites.tokenKey.publicKey };
    const tokens = acceptTokens(batch, sites.issue(requestOf(batch)), day);
    assert.equal(tokens.length, 30);
    for (const { nonce, output } of tokens.slice(0, 3)) {
      assert.deepEqual(output, outputOf(sites.tokenKey, nonce));
    }
  });

  test("are not taken under another key, of another day, or without a good proof", async () => {
    const sites = new Sites();
    const batch = await memberBatch(await secret(), DAY);
    const day = { day: DAY, publicKey: sites.tokenKey.publicKey };
    const answer = sites.issue(requestOf(batch));
    const forged: [object | null, string][] = [
      [new Sites().issue(requestOf(batch)), "keys-differ"],
      [{ ...answer, day: "2026-11-25" }, "keys-differ"],
      [{ ...answer, evaluated: [...answer.evaluated].reverse() }, "wrong-proof"],
      [{ ...answer, evaluated: answer.evaluated.slice(1) }, "wrong-proof"],
      [{ ...answer, proof: b64u(changed(fromB64u(answer.proof), 5)) }, "wrong-proof"],
      [{ ...new Sites().issue(requestOf(batch)), public_key: answer.public_key }, "wrong-proof"],
      [{ ...answer, proof: "?" }, "wrong-proof"],
      [null, "wrong-proof"],
    ];
    for (const [each, code] of forged) {
      assert.throws(() => acceptTokens(batch, each, day), checkRefusal(code));
    }
    const tomorrow = { ...day, day: "2026-11-25" };
    const late = { ...answer, day: "2026-11-25" };
    assert.throws(() => acceptTokens(batch, late, tomorrow), checkRefusal("keys-differ"));
  });
});

test("a caseworker's batches are others each time", () => {
  const [one, other] = [requestOf(caseworkerBatch(DAY)), requestOf(caseworkerBatch(DAY))];
  assert.equal(new Set([...one, ...other]).size, 200);
});

test("a refusal carries its code and nothing that was typed", () => {
  const canonical = "secret".repeat(100);
  try {
    inputOf({ kind: "handle", canonical });
    assert.fail("it was taken");
  } catch (error) {
    assert.ok(error instanceof CheckError);
    assert.ok(!error.message.includes("secret"));
  }
});
