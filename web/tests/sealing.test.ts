/** Properties of sealing: what was sealed opens in its own place and unchanged, or not at all. */

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, test } from "node:test";
import fc from "fast-check";
import { argon2idInWebAssembly } from "../sealing/argon2.ts";
import { plainArgon2id } from "../sealing/argon2-plain.ts";
import { type Bytes, b64u, fromB64u, fromUtf8, randomBytes, utf8 } from "../sealing/bytes.ts";
import { chunkCount, openChunk, openChunks, SEALED_CHUNK, sealChunk } from "../sealing/chunks.ts";
import { bodyContext, keyContext } from "../sealing/context.ts";
import { ReceiptError } from "../sealing/errors.ts";
import {
  CHUNK,
  HURTFUL,
  LARGEST,
  RECEIPT_WORDS,
  type RecordKind,
  SIZES,
} from "../sealing/generated.ts";
import { openGrant, sealGrant } from "../sealing/grants.ts";
import { openKey, sealKey } from "../sealing/hpke.ts";
import { generatePrivateKey, keyPairOf, publicKeyOf } from "../sealing/keys.ts";
import { pad, unpad } from "../sealing/padding.ts";
import { unwrapPrivateKey, wrapPrivateKey } from "../sealing/passphrase.ts";
import { drawReceipt, lookupHash, parseReceipt } from "../sealing/receipt.ts";
import { openRecord, sealRecord, toBoth, toProject, wrapContentKey } from "../sealing/record.ts";
import { deriveRecovery, parseSheet, secretHash, sheetWords } from "../sealing/recovery.ts";
import { findWord, WORDS, wordsFrom } from "../sealing/words.ts";
import { nativeX25519 } from "../sealing/x25519.ts";
import { plainX25519 } from "../sealing/x25519-plain.ts";
import { changed, refusal, withCurve } from "./shared.ts";
import { contentKeyForReporter, openForProject, openForReporter } from "./two-recipients.ts";

const SHARED_KINDS = ["reporter-message", "project-message", "attachment"] as const;

const anyBytes = (size: { minLength?: number; maxLength: number }) =>
  fc.uint8Array(size).map((bytes): Bytes => bytes.slice());
const key = anyBytes({ minLength: 32, maxLength: 32 });
const uuid = fc.uuid({ version: 4 });

async function party() {
  const privateKey = generatePrivateKey();
  const publicKey = await publicKeyOf(privateKey);
  const id: string = randomUUID();
  return { id, privateKey, publicKey, public_key: b64u(publicKey) };
}

describe("a record", () => {
  test("opens for the project and the reporter, and is as it was written", async () => {
    const [project, reporter] = [await party(), await party()];
    const property = fc.asyncProperty(
      anyBytes({ maxLength: 6_000 }),
      fc.constantFrom(...SHARED_KINDS),
      uuid,
      uuid,
      async (plaintext, kind, report, record) => {
        const place = { kind, report, record };
        const sealed = await sealRecord(plaintext, place, toBoth(project, reporter.publicKey));
        const { body } = sealed;
        const [projectWrap, reporterWrap] = sealed.wraps;
        assert.ok(SIZES.includes(body.length - 31));
        assert.deepEqual([projectWrap.length, reporterWrap.length], [83, 83]);
        assert.deepEqual(await openForProject(body, projectWrap, place, project), plaintext);
        const again = await openForReporter(body, reporterWrap, place, reporter.privateKey);
        assert.deepEqual(again, plaintext);
        assert.deepEqual(
          await contentKeyForReporter(reporterWrap, place, reporter.privateKey),
          sealed.contentKey,
        );
      },
    );
    await fc.assert(property, { numRuns: 25 });
  });

  test("opens nowhere else: not with one bit turned, in another place or with another key", async () => {
    const [project, reporter, stranger] = [await party(), await party(), await party()];
    const [report, record] = [randomUUID(), randomUUID()];
    const place = { kind: "reporter-message" as RecordKind, report, record };
    const shared = { kind: "reporter-message" as const, report, record };
    const sealed = await sealRecord(
      utf8("what happened"),
      shared,
      toBoth(project, reporter.publicKey),
    );
    const { body } = sealed;
    const [projectWrap, reporterWrap] = sealed.wraps;
    const refuses = async (opened: Promise<Bytes>) =>
      assert.rejects(opened, { name: /^(WillNotOpen|Malformed)$/ });

    const turn = fc.asyncProperty(fc.nat(body.length - 1), fc.nat(7), async (at, bit) => {
      await refuses(openForProject(changed(body, at, bit), projectWrap, place, project));
      const wrap = changed(projectWrap, at % projectWrap.length, bit);
      // X25519 ignores the top bit of a public key (RFC 7748, section 5), but HPKE binds the bytes
      // as they are.
      await refuses(openForProject(body, wrap, place, project));
    });
    await fc.assert(turn, { numRuns: 60 });

    for (const elsewhere of [
      { ...place, report: randomUUID() as string },
      { ...place, record: randomUUID() as string },
      { ...place, kind: "project-message" as RecordKind },
    ]) {
      await refuses(openForProject(body, projectWrap, elsewhere, project));
      await refuses(openForReporter(body, reporterWrap, elsewhere, reporter.privateKey));
    }
    await refuses(openForProject(body, projectWrap, place, { ...project, id: randomUUID() }));
    await refuses(openForProject(body, projectWrap, place, stranger));
    await refuses(openForReporter(body, reporterWrap, place, stranger.privateKey));
    await refuses(openForReporter(body, projectWrap, place, reporter.privateKey));
    await refuses(openForProject(body, reporterWrap, place, project));
  });

  test("of the same text is never sealed the same way twice", async () => {
    const [project, reporter] = [await party(), await party()];
    const place = { kind: "report" as const, report: randomUUID(), record: "" };
    place.record = place.report;
    const seal = () => sealRecord(utf8("the same"), place, toBoth(project, reporter.publicKey));
    const [one, other] = [await seal(), await seal()];
    for (const part of ["body", "contentKey"] as const) {
      assert.notDeepEqual(one[part], other[part]);
    }
    for (const wrap of [0, 1] as const) assert.notDeepEqual(one.wraps[wrap], other.wraps[wrap]);
  });

  test("that is a note opens for the project and has no wrap for the reporter", async () => {
    const project = await party();
    const [report, record] = [randomUUID(), randomUUID()];
    const sealed = await sealRecord(utf8("for us"), { kind: "note", report, record }, [
      toProject(project),
    ]);
    const place = { kind: "note" as const, report, record };
    assert.deepEqual(Object.keys(sealed).sort(), ["body", "contentKey", "wraps"]);
    assert.equal(sealed.wraps.length, 1);
    const opened = await openForProject(sealed.body, sealed.wraps[0], place, project);
    assert.equal(fromUtf8(opened), "for us");
  });

  test("is sealed to as many projects as there are, and to somebody else later", async () => {
    const [one, other, unit] = [await party(), await party(), await party()];
    const report: string = randomUUID();
    const place = { kind: "review-request" as const, report, record: report };
    const text = utf8("not me");
    const sealed = await sealRecord(text, place, [toProject(one), toProject(other)]);
    const { body, contentKey } = sealed;
    const to = { kind: "unit", key: unit.id, publicKey: unit.publicKey } as const;
    const [later] = await wrapContentKey(contentKey, place, [to]);
    assert.ok(later);
    assert.deepEqual(await openForProject(body, sealed.wraps[0], place, one), text);
    assert.deepEqual(await openForProject(body, sealed.wraps[1], place, other), text);
    assert.deepEqual(await openRecord(body, later, place, to, unit.privateKey), text);
    const refuses = (opened: Promise<Bytes>) => assert.rejects(opened, { name: "WillNotOpen" });
    await refuses(openForProject(body, sealed.wraps[0], place, other));
    await refuses(openForProject(body, sealed.wraps[1], place, { ...other, id: one.id }));
    await refuses(openForProject(body, later, place, unit));
  });

  test("names its place by identifiers only, and a report by one", () => {
    const [report, record] = [randomUUID(), randomUUID()];
    for (const wrong of ["", `${report}/x`, report.toUpperCase(), "../..", `${report}\n`]) {
      const place = { kind: "note" as const, report: wrong, record };
      assert.throws(() => bodyContext(place), refusal("identifier"));
      const other = { kind: "note" as const, report, record: wrong };
      assert.throws(() => keyContext(other, { kind: "reporter" }), refusal("identifier"));
    }
    assert.throws(() => bodyContext({ kind: "report", report, record }), refusal("record"));
  });
});

describe("an envelope", () => {
  test("that either curve sealed opens with the other", async () => {
    const property = fc.asyncProperty(key, key, async (privateKey, secret) => {
      const curves = [nativeX25519(), plainX25519()];
      const publicKeys = [];
      for (const curve of curves) {
        publicKeys.push(await withCurve(curve, () => publicKeyOf(privateKey)));
      }
      assert.deepEqual(publicKeys[0], publicKeys[1]);
      const publicKey = publicKeys[0] ?? new Uint8Array();
      for (const sealing of curves) {
        const envelope = await withCurve(sealing, () => sealKey(secret, publicKey, utf8("here")));
        for (const opening of curves) {
          const opened = withCurve(opening, () => openKey(envelope, privateKey, utf8("here")));
          assert.deepEqual(await opened, secret);
        }
      }
    });
    await fc.assert(property, { numRuns: 10 });
  });

  test("opens with a pair whose private half cannot be read out", async () => {
    const { privateKey, publicKey } = await party();
    const pair = await keyPairOf(privateKey);
    assert.equal(pair.privateKey.extractable, false);
    const secret = randomBytes(32);
    const envelope = await sealKey(secret, publicKey, utf8("here"));
    assert.deepEqual(await openKey(envelope, pair, utf8("here")), secret);
    await assert.rejects(openKey(envelope, pair, utf8("there")), refusal("will-not-open"));
  });

  test("holds a key of 32 bytes, and is sealed to one", async () => {
    const { publicKey } = await party();
    for (const size of [0, 31, 33]) {
      const wrong = new Uint8Array(size);
      await assert.rejects(sealKey(wrong, publicKey, utf8("here")), refusal("key-size"));
      await assert.rejects(sealKey(publicKey, wrong, utf8("here")), refusal("key-size"));
    }
  });

  test("that grants a project's key opens for that caseworker and key only", async () => {
    const [worker, project] = [await party(), await party()];
    const envelope = await sealGrant(project.privateKey, project.id, worker.id, worker.publicKey);
    const open = (id: string, user: string) => openGrant(envelope, id, user, worker.privateKey);
    assert.deepEqual(await open(project.id, worker.id), project.privateKey);
    await assert.rejects(open(worker.id, worker.id), refusal("will-not-open"));
    await assert.rejects(open(project.id, project.id), refusal("will-not-open"));
  });
});

describe("padding", () => {
  test("gives back what it was given, and hides all but the size class", () => {
    const property = fc.property(anyBytes({ maxLength: 20_000 }), (data) => {
      const padded = pad(data);
      assert.deepEqual(unpad(padded), data);
      const smallest = SIZES.find((size) => size >= data.length + 4);
      assert.equal(padded.length, smallest);
    });
    fc.assert(property, { numRuns: 50 });
    assert.equal(pad(new Uint8Array(LARGEST)).length, 262_144);
  });

  test("refuses whatever else than padding would have made", () => {
    const property = fc.property(anyBytes({ maxLength: 200 }), fc.nat(4_095), (data, at) => {
      const forged = changed(pad(data), at, 3);
      if (at >= 4 && at < 4 + data.length) assert.equal(unpad(forged).length, data.length);
      else if (at >= 4) assert.throws(() => unpad(forged), refusal("padding"));
    });
    fc.assert(property);
  });
});

describe("an attachment", () => {
  test("comes out as it went in, whatever its size", async () => {
    const place = { report: randomUUID(), record: randomUUID(), contentKey: randomBytes(32) };
    for (const size of [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK + 7]) {
      const file = new Uint8Array(size).fill(7);
      const count = chunkCount(size);
      const chunks = [];
      for (let index = 0; index < count; index++) chunks.push(await sealChunk(file, index, place));
      assert.ok(chunks.every((chunk) => chunk.length === SEALED_CHUNK));
      assert.deepEqual(await openChunks(chunks, { ...place, size }), file);
      const short = openChunks(chunks.slice(1), { ...place, size });
      await assert.rejects(short, refusal("chunk-count"));
      if (count > 1) {
        const turned = openChunks([...chunks].reverse(), { ...place, size });
        await assert.rejects(turned, refusal("will-not-open"));
      }
    }
  });

  test("that is shorter than it says has something after its end, and is refused", async () => {
    const place = { report: randomUUID(), record: randomUUID(), contentKey: randomBytes(32) };
    const chunk = await sealChunk(new Uint8Array(100).fill(1), 0, place);
    await assert.rejects(openChunk(chunk, 0, { ...place, size: 99 }), refusal("padding"));
    await assert.rejects(openChunk(chunk, 1, { ...place, size: 99 }), refusal("chunk-index"));
    const short = openChunk(chunk.slice(1), 0, { ...place, size: 100 });
    await assert.rejects(short, { name: "Malformed" });
    await assert.rejects(
      openChunk(chunk.slice(0, -1), 0, { ...place, size: 100 }),
      refusal("size"),
    );
  });

  test("has at most 64 chunks", () => {
    assert.equal(chunkCount(64 * CHUNK), 64);
    for (const size of [64 * CHUNK + 1, -1, 0.5, Number.NaN]) {
      assert.throws(() => chunkCount(size), refusal("too-large"));
    }
  });
});

describe("a receipt", () => {
  test("that is drawn is read back, whole or by four letters, however it is written", () => {
    const style = fc.record({
      upper: fc.boolean(),
      short: fc.boolean(),
      numbered: fc.boolean(),
      between: fc.constantFrom(" ", "\n", ", ", " - ", "\u00a0", "\u3000", "_"),
    });
    const property = fc.property(style, ({ upper, short, numbered, between }) => {
      const receipt = drawReceipt();
      assert.equal(receipt.length, RECEIPT_WORDS);
      const typed = receipt
        .map((word) => (short ? word.slice(0, 4) : word))
        .map((word) => (upper ? word.toUpperCase() : word))
        .map((word, index) => (numbered ? `${index + 1}. ${word}` : word));
      assert.deepEqual(parseReceipt(typed.join(between)), receipt);
    });
    fc.assert(property);
  });

  test("holds no word twice and none that hurts, and every sequence is as likely", () => {
    const receipts = Array.from({ length: 6_000 }, drawReceipt);
    const hurtful = HURTFUL.split(" ");
    const left = WORDS.filter((word) => !hurtful.includes(word));
    assert.equal(left.length, 2_048 - hurtful.length);
    const places = new Map(left.map((word, index) => [word, index]));
    for (const receipt of receipts) {
      assert.equal(new Set(receipt).size, RECEIPT_WORDS);
      assert.ok(receipt.every((word) => places.has(word)));
    }
    for (let at = 0; at < RECEIPT_WORDS; at++) {
      for (let bit = 0; bit < 11; bit++) {
        const isSet = (index: number) => (index & (1 << bit)) !== 0;
        const part = left.filter((_, index) => isSet(index)).length / left.length;
        const set = receipts.filter((each) => isSet(places.get(each[at] ?? "") ?? 0)).length;
        // Six standard deviations: by chance this fails once in some million runs.
        const most = 6 * Math.sqrt((part * (1 - part)) / receipts.length);
        assert.ok(Math.abs(set / receipts.length - part) < most);
      }
    }
  });

  test("of before, with a word twice and words that hurt, is still read", () => {
    const old = "weapon knife weapon abuse zoo zoo able";
    assert.deepEqual(parseReceipt(old), old.split(" "));
  });

  test("names the word that is wrong and where it stands", () => {
    const property = fc.property(fc.nat(RECEIPT_WORDS - 1), (at) => {
      const words = [...drawReceipt()];
      words[at] = "qwerty";
      assert.throws(
        () => parseReceipt(words.join(" ")),
        (error) =>
          error instanceof ReceiptError &&
          error.code === "wrong-word" &&
          error.position === at + 1 &&
          error.word === "qwerty" &&
          !error.message.includes("qwerty"),
      );
    });
    fc.assert(property, { numRuns: 20 });
  });

  test("is helped along by four letters of a word, not by three", () => {
    assert.equal(new Set(WORDS.map((word) => word.slice(0, 4))).size, WORDS.length);
    assert.equal(findWord("aban"), "abandon");
    assert.equal(findWord("aba"), null);
    assert.equal(findWord("act"), "act");
    assert.equal(findWord("acti"), "action");
    assert.equal(findWord(""), null);
    assert.deepEqual(wordsFrom("Aba"), ["abandon"]);
    assert.deepEqual(wordsFrom(" "), []);
  });

  test("is never read by accident: any text gives words of the list or a named fault", () => {
    const property = fc.property(fc.string({ unit: "grapheme" }), (text) => {
      try {
        assert.ok(parseReceipt(text).every((word) => WORDS.includes(word)));
      } catch (error) {
        assert.ok(error instanceof ReceiptError);
      }
    });
    fc.assert(property, { numRuns: 300 });
  });
});

describe("a recovery sheet", () => {
  test("is read back, and a changed word seldom fits", () => {
    const property = fc.property(key, (entropy) => {
      assert.deepEqual(parseSheet(sheetWords(entropy).join(" ")), entropy);
    });
    fc.assert(property);
    const words = sheetWords(new Uint8Array(32));
    assert.throws(() => parseSheet([...words.slice(0, 23), "zoo"].join(" ")), {
      name: "SheetError",
      code: "words-do-not-fit",
    });
  });
});

describe("a wrapped private key", () => {
  test("comes out for its user and key only", async () => {
    const property = fc.asyncProperty(
      key,
      key,
      uuid,
      uuid,
      async (secret, wrapping, user, other) => {
        const wrapped = await wrapPrivateKey(secret, wrapping, user);
        assert.equal(wrapped.length, 63);
        assert.deepEqual(await unwrapPrivateKey(wrapped, wrapping, user), secret);
        await assert.rejects(unwrapPrivateKey(wrapped, wrapping, other), refusal("will-not-open"));
        const another = changed(wrapping, 5);
        await assert.rejects(unwrapPrivateKey(wrapped, another, user), refusal("will-not-open"));
      },
    );
    await fc.assert(property, { numRuns: 20 });
  });
});

describe("a key", () => {
  test("has 32 bytes wherever one is asked for", async () => {
    const [user, fine] = [randomUUID(), new Uint8Array(32).fill(1)];
    for (const size of [0, 31, 33]) {
      const wrong = new Uint8Array(size);
      for (const asked of [
        publicKeyOf(wrong),
        keyPairOf(wrong),
        deriveRecovery(wrong),
        secretHash(wrong),
        lookupHash(wrong),
        wrapPrivateKey(wrong, fine, user),
        wrapPrivateKey(fine, wrong, user),
      ]) {
        await assert.rejects(asked, refusal("key-size"));
      }
      assert.throws(() => sheetWords(wrong), refusal("key-size"));
    }
  });
});

describe("stretching", () => {
  test("gives the same in WebAssembly and in plain script", async () => {
    const property = fc.asyncProperty(
      anyBytes({ minLength: 1, maxLength: 90 }),
      anyBytes({ minLength: 16, maxLength: 32 }),
      fc.integer({ min: 8, max: 64 }),
      fc.integer({ min: 1, max: 3 }),
      async (password, salt, memory, passes) => {
        const cost = { memory, passes };
        const inWebAssembly = await argon2idInWebAssembly(password, salt, cost);
        assert.deepEqual(inWebAssembly, await plainArgon2id(password, salt, cost));
      },
    );
    await fc.assert(property, { numRuns: 25 });
  });
});

describe("base64url", () => {
  test("gives the bytes back, in letters that need no escaping", () => {
    const property = fc.property(anyBytes({ maxLength: 20_000 }), (bytes) => {
      assert.match(b64u(bytes), /^[A-Za-z0-9_-]*$/);
      assert.deepEqual(fromB64u(b64u(bytes)), bytes);
    });
    fc.assert(property, { numRuns: 50 });
  });

  test("refuses whatever it would not have written", () => {
    const property = fc.property(fc.string(), (text) => {
      try {
        assert.equal(b64u(fromB64u(text)), text);
      } catch (error) {
        assert.ok(refusal("base64")(error));
      }
    });
    fc.assert(property);
  });
});
