/** Vectors of the private check: those of RFC 9497, and those that Python and TypeScript share. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ristretto255_oprf } from "@noble/curves/ed25519.js";
import { blind, finalise } from "../oblivious/blinding.ts";
import { bucketOf, combine, type Derived } from "../oblivious/combined.ts";
import { inputOf } from "../oblivious/element.ts";
import { CASEWORKER_BATCH, CASEWORKER_BATCHES, MEMBER_BATCH } from "../oblivious/generated.ts";
import { canonicalJson } from "../oblivious/json.ts";
import { epochId, keyId } from "../oblivious/keys.ts";
import { pathLength, verifyPath } from "../oblivious/merkle.ts";
import type { Identifier } from "../oblivious/normalise/index.ts";
import { findLabels, type Label } from "../oblivious/record.ts";
import { type Release, readEntry, readManifest, verifyTexts } from "../oblivious/release.ts";
import { isSigned } from "../oblivious/signing.ts";
import { type EvaluatorName, spendMac } from "../oblivious/tokens.ts";
import { type Bytes, b64u, fromUtf8, sha256, utf8 } from "../sealing/bytes.ts";
import { checkRefusal, merklePath, merkleRoot } from "./oblivious_sites.ts";
import { changed, bytes as fromText, vectors as shared } from "./shared.ts";

const vectors = <T>(name: string) => shared<T>(`oblivious/${name}`);
const fromHex = (text: string): Bytes => new Uint8Array(Buffer.from(text, "hex"));
const { voprf } = ristretto255_oprf;

interface RfcVector {
  inputs: string[];
  blinds: string[];
  blinded: string[];
  evaluated: string[];
  proof: string;
  proof_random_scalar: string;
  outputs: string[];
}
interface RfcMode {
  mode: string;
  seed: string;
  key_info: string;
  secret_key: string;
  public_key: string;
  vectors: RfcVector[];
}

/** The random bytes that give a scalar: the rule of docs/check.md in reverse. */
function seedOf(scalar: Bytes): Bytes {
  const number = BigInt(`0x${Buffer.from(scalar).reverse().toString("hex")}`) - 1n;
  return fromHex(number.toString(16).padStart(128, "0")).reverse();
}

describe("RFC 9497, appendix A.1.2", () => {
  const mode = vectors<{ modes: RfcMode[] }>("rfc9497").modes.find(({ mode }) => mode === "voprf");
  assert.ok(mode);
  const [secretKey, publicKey] = [fromHex(mode.secret_key), fromHex(mode.public_key)];

  test("has the keys that are derived", () => {
    const derived = voprf.deriveKeyPair(fromHex(mode.seed), fromHex(mode.key_info));
    assert.deepEqual([derived.secretKey, derived.publicKey], [secretKey, publicKey]);
  });

  for (const [number, vector] of mode.vectors.entries()) {
    const all = (name: "inputs" | "blinds" | "blinded" | "evaluated" | "outputs") =>
      vector[name].map(fromHex);
    const blinds = all("blinds");
    const blinded = all("inputs").map((input, at) =>
      blind(input, seedOf(blinds[at] ?? new Uint8Array())),
    );
    const evaluation = { evaluated: all("evaluated"), proof: fromHex(vector.proof) };

    test(`vector ${number + 1} has what is blinded, and its blinds`, () => {
      assert.deepEqual(
        blinded.map((each) => each.element),
        all("blinded"),
      );
      assert.deepEqual(
        blinded.map((each) => each.blind),
        blinds,
      );
    });

    test(`vector ${number + 1} has the outputs, once its proof is verified`, () => {
      assert.deepEqual(finalise(blinded, evaluation, publicKey), all("outputs"));
    });

    test(`vector ${number + 1} has the evaluation and its proof`, () => {
      const random = seedOf(fromHex(vector.proof_random_scalar));
      const elements = all("blinded");
      const made = voprf.blindEvaluateBatch(secretKey, publicKey, elements, () => random);
      assert.deepEqual({ evaluated: [...made.evaluated], proof: made.proof }, evaluation);
    });

    test(`vector ${number + 1} is refused with any one bit of its proof turned`, () => {
      for (let at = 0; at < evaluation.proof.length; at++) {
        const proof = changed(evaluation.proof, at, at % 8);
        const tampered = { ...evaluation, proof };
        assert.throws(() => finalise(blinded, tampered, publicKey), checkRefusal("wrong-proof"));
      }
    });
  }
});

test("an input has its kind and lengths before it", () => {
  const { inputs, bad } = vectors<{
    inputs: (Identifier & { input: string })[];
    bad: (Identifier & { error: string })[];
  }>("inputs");
  for (const { input, ...identifier } of inputs) assert.equal(b64u(inputOf(identifier)), input);
  for (const { error, ...identifier } of bad) {
    assert.throws(() => inputOf(identifier), checkRefusal(error));
  }
});

test("keys and epochs have the ids of their public keys", async () => {
  const named = vectors<{
    keys: [{ id: string; public_key: string }, { id: string; public_key: string }];
    epoch: string;
    the_other_way_round: string;
  }>("keys");
  for (const { id, public_key } of named.keys) assert.equal(await keyId(fromText(public_key)), id);
  const [platform, keyholder] = named.keys.map((key) => fromText(key.public_key));
  assert.ok(platform && keyholder);
  assert.equal(await epochId(platform, keyholder), named.epoch);
  assert.equal(await epochId(keyholder, platform), named.the_other_way_round);
});

test("both outputs give the place, the locator and the label key", async () => {
  const { combined, buckets } = vectors<{
    combined: Record<
      "platform_output" | "keyholder_output" | "place" | "locator" | "label_key",
      string
    >[];
    buckets: { place: string; count: number; bucket: number }[];
  }>("combined");
  for (const each of combined) {
    const outputs = [each.platform_output, each.keyholder_output].map(fromText) as [Bytes, Bytes];
    const derived = await combine(...outputs);
    assert.equal(b64u(derived.placeBytes), each.place);
    assert.equal(derived.place, placeOf(each.place));
    assert.equal(b64u(derived.locator), each.locator);
    assert.equal(b64u(derived.labelKey), each.label_key);
  }
  for (const { place, count, bucket } of buckets) {
    assert.equal(bucketOf(placeOf(place), count), bucket);
  }
});

const placeOf = (text: string) => new DataView(fromText(text).buffer).getBigUint64(0);

test("a record opens for its identifier alone, and only whole", async () => {
  type Keys = { locator: string; label_key: string };
  const { records, find, not_ours, bad } = vectors<{
    records: (Keys & Label & { record: string })[];
    find: { bucket: string; found: (Keys & { labels: Label[] })[] };
    not_ours: { name: string; record: string }[];
    bad: { bucket: string; error: string }[];
  }>("records");
  const derived = ({ locator, label_key }: Keys): Derived => ({
    place: 0n,
    placeBytes: new Uint8Array(8),
    locator: fromText(locator),
    labelKey: fromText(label_key),
  });
  for (const { record, kind, reference, ...keys } of records) {
    assert.deepEqual(await findLabels(derived(keys), fromText(record)), [{ kind, reference }]);
  }
  for (const { labels, ...keys } of find.found) {
    assert.deepEqual(await findLabels(derived(keys), fromText(find.bucket)), labels);
  }
  const [first] = records;
  assert.ok(first);
  for (const { name, record } of not_ours) {
    const bytes = fromText(record);
    if (bytes.length !== 44) continue;
    assert.deepEqual(await findLabels(derived(first), bytes), [], name);
  }
  for (const { bucket, error } of bad) {
    await assert.rejects(findLabels(derived(first), fromText(bucket)), checkRefusal(error));
  }
});

describe("a tree", () => {
  const { trees } = vectors<{ trees: { buckets: string[]; root: string; paths: string[][] }[] }>(
    "merkle",
  );

  for (const { buckets: texts, root: rootText, paths } of trees) {
    const [buckets, root, count] = [texts.map(fromText), fromText(rootText), texts.length];
    test(`of ${count} holds each bucket where its path says, and nowhere else`, async () => {
      assert.equal(b64u(await merkleRoot(buckets)), rootText);
      for (const [index, bucket] of buckets.entries()) {
        const path = (paths[index] ?? []).map(fromText);
        assert.deepEqual(await merklePath(buckets, index), path);
        assert.equal(pathLength(index, count), path.length);
        assert.ok(await verifyPath(root, bucket, index, count, path));
        type Claim = readonly [Bytes, Bytes, number, number, readonly Bytes[]];
        const wrong: Claim[] = [
          [changed(root, 31), bucket, index, count, path],
          [root.slice(1), bucket, index, count, path],
          [root, changed(bucket, 0), index, count, path],
          [root, bucket, index + 1, count, path],
          [root, bucket, -1, count, path],
          [root, bucket, index, 0, path],
          [root, bucket, index, count, [...path, root]],
          ...path.map((_, at) => {
            const turned = path.map((hash, other) => (other === at ? changed(hash, 0) : hash));
            return [root, bucket, index, count, turned] as Claim;
          }),
          ...(path.length > 0 ? [[root, bucket, index, count, path.slice(1)] as Claim] : []),
        ];
        for (const forged of wrong) assert.ok(!(await verifyPath(...forged)));
      }
    });
  }
});

interface Signed {
  bytes: string;
  signature: string;
  hash: string;
  members: Record<string, unknown>;
}
interface Bad {
  name: string;
  bytes: string;
  error: string;
}

describe("a manifest", () => {
  const { release_key, manifests, bad, signed_for_the_log } = vectors<{
    release_key: { public_key: string };
    manifests: Signed[];
    signed_for_the_log: string;
    bad: Bad[];
  }>("manifests");
  const key = fromText(release_key.public_key);

  test("is read as it was written, and is signed for this purpose alone", async () => {
    for (const { bytes: text, signature, hash, members } of manifests) {
      const bytes = fromText(text);
      assert.equal(fromUtf8(bytes), canonicalJson(members));
      assert.equal(readManifest(bytes).number, members.number);
      assert.equal(b64u(await sha256(bytes)), hash);
      assert.ok(isSigned(key, "unsilenced/1/release", bytes, fromText(signature)));
      assert.ok(!isSigned(key, "unsilenced/1/log", bytes, fromText(signature)));
      assert.ok(!isSigned(key, "unsilenced/1/release", bytes, fromText(signed_for_the_log)));
    }
  });

  for (const { name, bytes: text, error } of bad) {
    test(`with ${name} is refused`, () => {
      assert.throws(() => readManifest(fromText(text)), checkRefusal(error));
    });
  }
});

describe("an entry of the log", () => {
  const { log_key, entries, bad } = vectors<{
    log_key: { public_key: string };
    entries: Signed[];
    bad: Bad[];
  }>("entries");

  test("is read as it was written, and is signed for this purpose alone", () => {
    const key = fromText(log_key.public_key);
    for (const { bytes: text, signature, members } of entries) {
      const bytes = fromText(text);
      assert.equal(fromUtf8(bytes), canonicalJson(members));
      assert.equal(b64u(readEntry(bytes).release), members.release);
      assert.ok(isSigned(key, "unsilenced/1/log", bytes, fromText(signature)));
      assert.ok(!isSigned(key, "unsilenced/1/release", bytes, fromText(signature)));
    }
  });

  for (const { name, bytes: text, error } of bad) {
    test(`with ${name} is refused`, () => {
      assert.throws(() => readEntry(fromText(text)), checkRefusal(error));
    });
  }
});

describe("the texts of a release", () => {
  const { warnings, texts, hash, no_warnings } = vectors<{
    warnings: { members: { texts: Record<string, string> }; canonical: string }[];
    texts: string;
    hash: string;
    no_warnings: { texts: string; hash: string };
  }>("texts");
  const release = { texts: fromText(hash) } as Release;
  const all = warnings.map(({ members }) => members);

  test("bind each warning, which has one text", async () => {
    for (const { members, canonical } of warnings) {
      assert.equal(b64u(utf8(canonicalJson(members))), canonical);
    }
    await verifyTexts(release, fromText(texts), all);
    const nothing = { texts: fromText(no_warnings.hash) } as Release;
    await verifyTexts(nothing, fromText(no_warnings.texts), []);
  });

  test("allow that a warning is gone, not that one is new or other", async () => {
    await verifyTexts(release, fromText(texts), all.slice(1));
    const [first] = all;
    const half = { ...first, texts: { ...first?.texts, en: "\ud800" } };
    for (const other of [
      { ...first, kind: "other" },
      { reference: "00000000000000" },
      null,
      half,
    ]) {
      const shown = verifyTexts(release, fromText(texts), [other]);
      await assert.rejects(shown, checkRefusal("wrong-texts"));
    }
    const turned = verifyTexts(release, changed(fromText(texts), 9), []);
    await assert.rejects(turned, checkRefusal("wrong-texts"));
  });
});

test("a token is spent by its output, on one element at one evaluator", async () => {
  const { token, spends, batches } = vectors<{
    token: { output: string };
    spends: { evaluator: EvaluatorName; key: string; element: string; mac: string }[];
    batches: { member: number; caseworker: number; caseworker_batches: number };
  }>("tokens");
  const output = fromText(token.output);
  for (const { evaluator, key, element, mac } of spends) {
    assert.equal(b64u(await spendMac(output, evaluator, key, fromText(element))), mac);
  }
  assert.deepEqual(batches, {
    member: MEMBER_BATCH,
    caseworker: CASEWORKER_BATCH,
    caseworker_batches: CASEWORKER_BATCHES,
  });
});
