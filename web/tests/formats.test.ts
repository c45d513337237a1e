/** TypeScript seals, opens and reads the same as Python: the vectors of tests/vectors. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { argon2idInWebAssembly, stretch } from "../sealing/argon2.ts";
import { plainArgon2id } from "../sealing/argon2-plain.ts";
import { b64u, fromB64u, sha256, utf8 } from "../sealing/bytes.ts";
import { chunkCount, openChunk, openChunks, SEALED_CHUNK } from "../sealing/chunks.ts";
import {
  bodyContext,
  chunkContext,
  grantContext,
  keyContext,
  type Named,
  type Place,
  privateKeyContext,
  recoveryContext,
} from "../sealing/context.ts";
import { ReceiptError, SealingError, SheetError, type WordsError } from "../sealing/errors.ts";
import {
  CHUNK,
  LARGEST,
  type RecipientKind,
  type RecordKind,
  SIZES,
} from "../sealing/generated.ts";
import { openFromRecovery, openGrant } from "../sealing/grants.ts";
import { sealKey } from "../sealing/hpke.ts";
import { fingerprint, keyPairOf, publicKeyOf } from "../sealing/keys.ts";
import { pad, unpad } from "../sealing/padding.ts";
import { derivePassphrase, unwrapPrivateKey } from "../sealing/passphrase.ts";
import { deriveReceipt, lookupHash, parseReceipt } from "../sealing/receipt.ts";
import { openRecord, openWrap } from "../sealing/record.ts";
import { deriveRecovery, parseSheet, secretHash, sheetWords } from "../sealing/recovery.ts";
import { bytes, CURVES, refusal, vectors, withCurve } from "./shared.ts";
import { contentKeyForProject, openForProject, openForReporter } from "./two-recipients.ts";

const RECEIPT_SALT = utf8("unsilenced/1/receipt".padEnd(32, "\0"));
const RECEIPT_COST = { memory: 19_456, passes: 2 };

interface Bad {
  name: string;
  error: string;
}

interface Refused {
  text: string;
  error: string;
  count: number;
  position: number | null;
  word: string;
}

function namesTheFault(refused: Refused, kind: typeof ReceiptError | typeof SheetError) {
  return (error: unknown) => {
    assert.ok(error instanceof kind);
    const { code, count, position, word } = error as WordsError;
    const { error: expected, text, ...rest } = refused;
    assert.deepEqual({ code, count, position, word }, { code: expected, ...rest }, text);
    return true;
  };
}

describe("contexts", () => {
  interface Context {
    of: "body" | "project" | "reporter" | "chunk" | "grant" | "recovery" | "private-key";
    kind: RecordKind;
    report: string;
    record: string;
    key: string;
    user: string;
    index: number;
    count: number;
    context: string;
  }

  const made: Record<Context["of"], (each: Context) => Uint8Array> = {
    body: (each) => bodyContext(each),
    project: (each) => keyContext(each, { kind: "project", key: each.key }),
    reporter: (each) => keyContext(each, { kind: "reporter" }),
    chunk: (each) => chunkContext(each.report, each.record, each.index, each.count),
    grant: (each) => grantContext(each.key, each.user),
    recovery: (each) => recoveryContext(each.key),
    "private-key": (each) => privateKeyContext(each.user),
  };

  test("are the same text in both languages", () => {
    const { contexts } = vectors<{ contexts: Context[] }>("contexts");
    assert.ok(contexts.length > 20);
    for (const each of contexts) assert.deepEqual(made[each.of](each), utf8(each.context));
  });
});

describe("padding", () => {
  interface Padding {
    sizes: number[];
    largest: number;
    pad: { length: number; byte: number; size: number; sha256: string }[];
    too_large: { length: number; error: string };
    bad: (Bad & { start: string; end: string; size: number })[];
  }
  const padding = vectors<Padding>("padding");

  test("has the same sizes in both languages", () => {
    assert.deepEqual([SIZES, LARGEST], [padding.sizes, padding.largest]);
  });

  for (const each of padding.pad) {
    test(`puts ${each.length} bytes into ${each.size}, and takes them out again`, async () => {
      const data = new Uint8Array(each.length).fill(each.byte);
      const padded = pad(data);
      assert.equal(padded.length, each.size);
      assert.equal(b64u(await sha256(padded)), each.sha256);
      assert.deepEqual(unpad(padded), data);
    });
  }

  test("refuses more than the largest size holds", () => {
    const { length, error } = padding.too_large;
    assert.throws(() => pad(new Uint8Array(length)), refusal(error));
  });

  for (const each of padding.bad) {
    test(`refuses ${each.name}`, () => {
      const padded = new Uint8Array(each.size);
      padded.set(bytes(each.start));
      padded.set(bytes(each.end), each.size - bytes(each.end).length);
      assert.throws(() => unpad(padded), refusal(each.error));
    });
  }
});

interface Several {
  records: (Place & {
    name: string;
    plaintext: string;
    content_key: string;
    body: string;
    to: {
      recipient: RecipientKind;
      key: string | null;
      private_key: string;
      context: string;
      wrap: string;
    }[];
  })[];
}

interface Records {
  project: { key: string; private_key: string; public_key: string };
  reporter: { private_key: string; public_key: string };
  records: {
    kind: RecordKind;
    report: string;
    record: string;
    plaintext: string;
    content_key: string;
    body: string;
    project_wrap: string;
    reporter_wrap: string | null;
  }[];
  bad: (Bad & {
    opener: "project" | "reporter";
    kind: RecordKind;
    report: string;
    record: string;
    key: string;
    body: string;
    wrap: string;
  })[];
}

for (const [name, curve] of Object.entries(CURVES)) {
  describe(`records, with ${name}`, () => {
    const { project, reporter, records, bad } = vectors<Records>("records");
    const projectKey = { id: project.key, privateKey: bytes(project.private_key) };
    const reporterKey = bytes(reporter.private_key);

    for (const each of records) {
      test(`open: ${each.kind}`, () =>
        withCurve(curve(), async () => {
          const body = bytes(each.body);
          const wrap = bytes(each.project_wrap);
          const plaintext = utf8(each.plaintext);
          assert.deepEqual(await openForProject(body, wrap, each, projectKey), plaintext);
          const contentKey = await contentKeyForProject(wrap, each, projectKey);
          assert.equal(b64u(contentKey), each.content_key);
          if (each.reporter_wrap === null) return;
          const again = await openForReporter(body, bytes(each.reporter_wrap), each, reporterKey);
          assert.deepEqual(again, plaintext);
        }));
    }

    for (const each of bad) {
      test(`refuse ${each.name}`, () =>
        withCurve(curve(), async () => {
          const [body, wrap] = [bytes(each.body), bytes(each.wrap)];
          const opened =
            each.opener === "project"
              ? openForProject(body, wrap, each, { ...projectKey, id: each.key })
              : openForReporter(body, wrap, each, reporterKey);
          await assert.rejects(opened, refusal(each.error));
        }));
    }
  });

  describe(`recipients, with ${name}`, () => {
    const { records } = vectors<Several>("recipients");
    assert.ok(records.length > 3);
    for (const each of records) {
      test(`each opens its own wrap, and no other: ${each.name}`, () =>
        withCurve(curve(), async () => {
          for (const to of each.to) {
            const named = { kind: to.recipient, key: to.key ?? undefined } as Named;
            assert.deepEqual(keyContext(each, named), utf8(to.context));
            const [body, wrap] = [bytes(each.body), bytes(to.wrap)];
            for (const other of each.to) {
              const privateKey = bytes(other.private_key);
              const opened = openRecord(body, wrap, each, named, privateKey);
              if (other !== to) {
                await assert.rejects(opened, refusal("will-not-open"));
                continue;
              }
              assert.deepEqual(await opened, utf8(each.plaintext));
              const contentKey = await openWrap(wrap, each, named, privateKey);
              assert.equal(b64u(contentKey), each.content_key);
            }
          }
        }));
    }
  });

  describe(`grants and recovery, with ${name}`, () => {
    interface Grants {
      keys: { private_key: string; public_key: string; fingerprint: string }[];
      small_order_public_keys: string[];
      grants: Record<
        "key" | "user" | "user_private_key" | "project_private_key" | "envelope",
        string
      >[];
      bad: (Bad & Record<"key" | "user" | "user_private_key" | "envelope", string>)[];
    }
    interface Recovery {
      envelopes: Record<
        "key" | "recovery_private_key" | "project_private_key" | "envelope",
        string
      >[];
      bad: (Bad & Record<"key" | "recovery_private_key" | "envelope", string>)[];
    }
    const { keys, small_order_public_keys, grants, bad } = vectors<Grants>("grants");
    const recovery = vectors<Recovery>("recovery");

    test("a private key has its public key and fingerprint", () =>
      withCurve(curve(), async () => {
        for (const key of keys) {
          const publicKey = await publicKeyOf(bytes(key.private_key));
          assert.equal(b64u(publicKey), key.public_key);
          assert.equal(await fingerprint(publicKey), key.fingerprint);
        }
      }));

    test("nothing is sealed to a point of small order", () =>
      withCurve(curve(), async () => {
        for (const key of small_order_public_keys) {
          const sealed = sealKey(new Uint8Array(32), bytes(key), utf8("context"));
          await assert.rejects(sealed, refusal("public-key"));
        }
      }));

    test("a grant gives the project's key to its caseworker, from bytes or from a kept pair", () =>
      withCurve(curve(), async () => {
        for (const each of grants) {
          const raw = bytes(each.user_private_key);
          for (const privateKey of [raw, await keyPairOf(raw)]) {
            const opened = await openGrant(bytes(each.envelope), each.key, each.user, privateKey);
            assert.equal(b64u(opened), each.project_private_key);
          }
        }
      }));

    test("a recovery sheet gives the project's key back", () =>
      withCurve(curve(), async () => {
        for (const each of recovery.envelopes) {
          const privateKey = bytes(each.recovery_private_key);
          const opened = await openFromRecovery(bytes(each.envelope), each.key, privateKey);
          assert.equal(b64u(opened), each.project_private_key);
        }
      }));

    for (const each of bad) {
      test(`refuse as a grant: ${each.name}`, () =>
        withCurve(curve(), async () => {
          const privateKey = bytes(each.user_private_key);
          const opened = openGrant(bytes(each.envelope), each.key, each.user, privateKey);
          await assert.rejects(opened, refusal(each.error));
        }));
    }

    for (const each of recovery.bad) {
      test(`refuse for recovery: ${each.name}`, () =>
        withCurve(curve(), async () => {
          const privateKey = bytes(each.recovery_private_key);
          const opened = openFromRecovery(bytes(each.envelope), each.key, privateKey);
          await assert.rejects(opened, refusal(each.error));
        }));
    }
  });
}

describe("chunks", () => {
  interface Chunks {
    counts: { size: number; count: number }[];
    too_large: { size: number; error: string };
    chunk: number;
    sealed: number;
    attachment: {
      report: string;
      record: string;
      content_key: string;
      size: number;
      count: number;
      sha256: string;
      chunks: { index: number; nonce: string; context: string; tag: string; sha256: string }[];
    };
    bad: (Bad & { chunk: number; index: number; count: number; report: string; record: string })[];
  }
  const { counts, too_large, chunk, sealed, attachment, bad } = vectors<Chunks>("chunks");
  const of = { ...attachment, contentKey: bytes(attachment.content_key) };
  const file = Uint8Array.from({ length: attachment.size }, (_, index) => index % 251);

  /**
   * The chunks as Python sealed them, with the nonces from the vectors: our code draws nonces
   * itself.
   */
  async function pythons(): Promise<Uint8Array<ArrayBuffer>[]> {
    const key = await crypto.subtle.importKey("raw", of.contentKey, "AES-GCM", false, ["encrypt"]);
    return Promise.all(
      attachment.chunks.map(async ({ index, nonce, context }) => {
        const piece = new Uint8Array(CHUNK);
        piece.set(file.subarray(index * CHUNK, (index + 1) * CHUNK));
        const algorithm = {
          name: "AES-GCM",
          iv: bytes(nonce),
          additionalData: utf8(context),
        };
        const box = new Uint8Array(await crypto.subtle.encrypt(algorithm, key, piece));
        return new Uint8Array([1, 0, 1, ...bytes(nonce), ...box]);
      }),
    );
  }

  test("measure the same in both languages", () => {
    assert.deepEqual([CHUNK, SEALED_CHUNK], [chunk, sealed]);
    for (const { size, count } of counts) assert.equal(chunkCount(size), count);
    assert.throws(() => chunkCount(too_large.size), refusal(too_large.error));
  });

  test("that Python sealed make the file again", async () => {
    const chunks = await pythons();
    const digests = await Promise.all(chunks.map(async (each) => b64u(await sha256(each))));
    assert.deepEqual(
      digests,
      attachment.chunks.map((each) => each.sha256),
    );
    const opened = await openChunks(chunks, of);
    assert.equal(b64u(await sha256(opened)), attachment.sha256);
  });

  for (const each of bad) {
    test(`do not open under ${each.name}`, async () => {
      const chunks = await pythons();
      const sealedChunk = chunks[each.chunk];
      assert.ok(sealedChunk);
      const size = each.count === attachment.count ? attachment.size : each.count * CHUNK;
      const opened = openChunk(sealedChunk, each.index, { ...of, ...each, size });
      await assert.rejects(opened, refusal(each.error));
    });
  }
});

describe("receipts", () => {
  type Derived = "stretched" | "lookup_secret" | "lookup_hash" | "private_key" | "public_key";
  interface Receipts {
    receipts: (Record<Derived, string> & { words: string[] })[];
    reads: { text: string; words: string[] }[];
    refused: Refused[];
  }
  const { receipts, reads, refused } = vectors<Receipts>("receipt");

  for (const each of receipts) {
    test(`the words ${each.words.join(" ")} have the same keys in both languages`, async () => {
      const keys = await deriveReceipt(each.words);
      assert.equal(b64u(keys.lookupSecret), each.lookup_secret);
      assert.equal(b64u(keys.privateKey), each.private_key);
      assert.equal(b64u(keys.publicKey), each.public_key);
      assert.equal(b64u(await lookupHash(keys.lookupSecret)), each.lookup_hash);
    });

    test(`the words ${each.words.join(" ")} stretch the same without WebAssembly`, async () => {
      const password = utf8(each.words.join(" "));
      const stretched = await plainArgon2id(password, RECEIPT_SALT, RECEIPT_COST);
      assert.equal(b64u(stretched), each.stretched);
    });
  }

  for (const { text, words } of reads) {
    test(`${JSON.stringify(text)} is read`, () => assert.deepEqual(parseReceipt(text), words));
  }

  for (const each of refused) {
    test(`${JSON.stringify(each.text)} is refused, and the fault is named`, () => {
      assert.throws(() => parseReceipt(each.text), namesTheFault(each, ReceiptError));
    });
  }
});

describe("recovery sheets", () => {
  interface Sheets {
    sheets: (Record<"entropy" | "secret" | "secret_hash" | "private_key" | "public_key", string> & {
      words: string[];
    })[];
    reads: { text: string; entropy: string }[];
    refused: Refused[];
  }
  const { sheets, reads, refused } = vectors<Sheets>("recovery");

  for (const each of sheets) {
    test(`the sheet of ${each.entropy} has the same words and keys in both languages`, async () => {
      const entropy = bytes(each.entropy);
      const keys = await deriveRecovery(entropy);
      assert.deepEqual(sheetWords(entropy), each.words);
      assert.equal(b64u(keys.secret), each.secret);
      assert.equal(b64u(await secretHash(keys.secret)), each.secret_hash);
      assert.equal(b64u(keys.privateKey), each.private_key);
      assert.equal(b64u(keys.publicKey), each.public_key);
    });
  }

  for (const { text, entropy } of reads) {
    test(`${JSON.stringify(text.slice(0, 20))}… is read`, () =>
      assert.equal(b64u(parseSheet(text)), entropy));
  }

  for (const each of refused) {
    test(`a sheet is refused, and the fault is named: ${each.error} in ${each.count} words`, () => {
      assert.throws(() => parseSheet(each.text), namesTheFault(each, SheetError));
    });
  }
});

describe("passphrases", () => {
  interface Passphrases {
    passphrases: Record<"passphrase" | "salt" | "log_in_secret" | "wrapping_key", string>[];
    wrapped: Record<"user" | "wrapping_key" | "private_key" | "wrapped", string>[];
    bad: (Bad & Record<"user" | "wrapping_key" | "wrapped", string>)[];
  }
  const { passphrases, wrapped, bad } = vectors<Passphrases>("passphrase");

  for (const each of passphrases) {
    test(`${JSON.stringify(each.passphrase)} has the same keys in both languages`, async () => {
      const keys = await derivePassphrase(each.passphrase, bytes(each.salt));
      assert.equal(b64u(keys.logInSecret), each.log_in_secret);
      assert.equal(b64u(keys.wrappingKey), each.wrapping_key);
    });
  }

  test("a salt of another size and half a character are refused", async () => {
    await assert.rejects(derivePassphrase("words", new Uint8Array(15)), refusal("salt"));
    await assert.rejects(derivePassphrase("half \ud83d", new Uint8Array(16)), refusal("text"));
  });

  test("a wrapped private key comes out again", async () => {
    for (const each of wrapped) {
      const opened = await unwrapPrivateKey(
        bytes(each.wrapped),
        bytes(each.wrapping_key),
        each.user,
      );
      assert.equal(b64u(opened), each.private_key);
    }
  });

  for (const each of bad) {
    test(`refuse as a wrapped key: ${each.name}`, async () => {
      const opened = unwrapPrivateKey(bytes(each.wrapped), bytes(each.wrapping_key), each.user);
      await assert.rejects(opened, refusal(each.error));
    });
  }
});

describe("stretching", () => {
  test("falls back to plain script where WebAssembly is off", async (context) => {
    const cost = { memory: 64, passes: 2 };
    const [password, salt] = [utf8("seven words"), new Uint8Array(16)];
    const expected = await argon2idInWebAssembly(password, salt, cost);
    const refused = context.mock.method(WebAssembly, "instantiate", () => {
      throw new WebAssembly.CompileError("blocked by the policy");
    });
    assert.deepEqual(await stretch(password, salt, cost), expected);
    assert.ok(refused.mock.callCount() > 0);
  });
});

describe("base64url", () => {
  test("has one text for each value, without padding", () => {
    assert.deepEqual(fromB64u("-_8"), new Uint8Array([0xfb, 0xff]));
    for (const text of ["-_8=", "+/8", "A", "-_9", "AA A", "AA\n"]) {
      assert.throws(() => fromB64u(text), SealingError, text);
    }
  });
});
