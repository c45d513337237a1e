/**
 * Both sites of the private check in memory, for tests. Keys, signatures, trees and quotas are real
 * and follow docs/check.md; a function replaces `fetch`.
 */

import { ed25519, ristretto255_oprf } from "@noble/curves/ed25519.js";
import { combine, type Derived } from "../oblivious/combined.ts";
import { inputOf } from "../oblivious/element.ts";
import { CheckError } from "../oblivious/errors.ts";
import { canonicalJson } from "../oblivious/json.ts";
import { epochId, keyId } from "../oblivious/keys.ts";
import type { Identifier } from "../oblivious/normalise/index.ts";
import { type Label, sealLabel } from "../oblivious/record.ts";
import { signedBytes } from "../oblivious/signing.ts";
import { type EvaluatorName, spendMac } from "../oblivious/tokens.ts";
import {
  type Bytes,
  b64u,
  concat,
  fromB64u,
  fromUtf8,
  randomBytes,
  sha256,
  utf8,
} from "../sealing/bytes.ts";

const { voprf } = ristretto255_oprf;

export interface KeyPair {
  secretKey: Bytes;
  publicKey: Bytes;
}

/** One call, as it reached a site. */
export interface Call {
  site: EvaluatorName;
  method: string;
  path: string;
  request: RequestInit;
}

type Answer = { status?: number; json?: unknown; bytes?: Bytes };
/** Changes what a site answers; null lets the call fail. */
export type Meddling = (call: Call, answer: Answer) => Answer | null | Promise<Answer | null>;

export const ADDRESSES = { platform: "", keyholder: "https://keyholder.example" } as const;
export const DAY = "2026-11-24";
export const NOON = new Date(`${DAY}T12:00:00Z`);

export function keyPair(info = "unsilenced/1/evaluation"): KeyPair {
  const { secretKey, publicKey } = voprf.deriveKeyPair(randomBytes(32), utf8(info));
  return { secretKey: secretKey.slice(), publicKey: publicKey.slice() };
}

export function evaluated(key: KeyPair, elements: Bytes[]) {
  const { evaluated, proof } = voprf.blindEvaluateBatch(key.secretKey, key.publicKey, elements);
  return { evaluated: evaluated.map((each) => each.slice()), proof: proof.slice() };
}

/** The output for an input under a key. The library's types do not declare this function. */
export function outputOf({ secretKey }: KeyPair, input: Bytes): Bytes {
  const { evaluate } = voprf as unknown as {
    evaluate: (secretKey: Bytes, input: Bytes) => Uint8Array;
  };
  return evaluate(secretKey, input).slice();
}

export function signed(seed: Bytes, what: "release" | "log", value: unknown) {
  const bytes = utf8(canonicalJson(value));
  const signature = ed25519.sign(signedBytes(`unsilenced/1/${what}`, bytes), seed);
  return { bytes, text: b64u(bytes), signature: b64u(signature) };
}

/** The root by the definition of RFC 9162, 2.1.1, and the path of 2.1.3.1. */
export async function merkleRoot(leaves: readonly Bytes[]): Promise<Bytes> {
  if (leaves.length === 1)
    return sha256(concat(new Uint8Array([0]), leaves[0] ?? new Uint8Array()));
  const half = splitAt(leaves.length);
  const [left, right] = [leaves.slice(0, half), leaves.slice(half)];
  return sha256(concat(new Uint8Array([1]), await merkleRoot(left), await merkleRoot(right)));
}

export async function merklePath(leaves: readonly Bytes[], index: number): Promise<Bytes[]> {
  if (leaves.length === 1) return [];
  const half = splitAt(leaves.length);
  const [left, right] = [leaves.slice(0, half), leaves.slice(half)];
  return index < half
    ? [...(await merklePath(left, index)), await merkleRoot(right)]
    : [...(await merklePath(right, index - half)), await merkleRoot(left)];
}

function splitAt(count: number): number {
  let half = 1;
  while (half * 2 < count) half *= 2;
  return half;
}

export interface Published {
  manifest: Record<string, unknown>;
  buckets: Bytes[];
}

/** Both sites, with one release. A test may change everything between calls. */
export class Sites {
  readonly keys = { platform: keyPair(), keyholder: keyPair() };
  tokenKey: KeyPair;
  readonly releaseSeed = randomBytes(32);
  readonly logSeed = randomBytes(32);
  readonly calls: Call[] = [];
  day = DAY;
  released = { manifest: {}, buckets: [] } as Published;
  meddle: Meddling = (_, answer) => answer;
  /** What was spent at each site: nonce to element. */
  readonly spent: Record<EvaluatorName, Map<string, string>> = {
    platform: new Map(),
    keyholder: new Map(),
  };

  constructor(tokenKey = keyPair()) {
    this.tokenKey = tokenKey;
  }

  get pins() {
    return {
      release: ed25519.getPublicKey(this.releaseSeed).slice(),
      log: ed25519.getPublicKey(this.logSeed).slice(),
    };
  }

  /** The output for an identifier, with both secret keys. */
  derive(identifier: Identifier): Promise<Derived> {
    const input = inputOf(identifier);
    return combine(outputOf(this.keys.platform, input), outputOf(this.keys.keyholder, input));
  }

  /** Publishes records in `count` buckets of `size`, filled with dummies. */
  async publish(
    named: readonly (readonly [Identifier, Label])[],
    {
      count = 1,
      size = 256,
      texts = utf8("[]"),
      ...members
    }: {
      count?: number;
      size?: number;
      texts?: Bytes;
      [member: string]: unknown;
    } = {},
  ): Promise<void> {
    const buckets: Bytes[][] = Array.from({ length: count }, () => []);
    for (const [identifier, label] of named) {
      const derived = await this.derive(identifier);
      const index = Number((derived.place * BigInt(count)) / 2n ** 64n);
      buckets[index]?.push(await sealLabel(derived, label));
    }
    const filled = buckets.map((records) => {
      while (records.length < size) records.push(randomBytes(44));
      return concat(...records.sort((one, other) => Buffer.compare(one, other)));
    });
    this.released = {
      buckets: filled,
      manifest: {
        v: 1,
        number: 7,
        day: this.day,
        previous: b64u(randomBytes(32)),
        rolled_back_to: null,
        evaluation: {
          platform: b64u(this.keys.platform.publicKey),
          keyholder: b64u(this.keys.keyholder.publicKey),
        },
        buckets: { count, records: size, root: b64u(await merkleRoot(filled)) },
        texts: b64u(await sha256(texts)),
        ...members,
      },
    };
  }

  /** The answer of `GET /check/release`; given fields replace those of the manifest or entry. */
  async releaseAnswer(manifest: object = {}, entry: object = {}) {
    const { text, signature, bytes } = signed(this.releaseSeed, "release", {
      ...this.released.manifest,
      ...manifest,
    });
    return { manifest: text, signature, entry: await this.logAnswer(entry, bytes) };
  }

  async logAnswer(members: object = {}, manifest = utf8(canonicalJson(this.released.manifest))) {
    const { number, day } = JSON.parse(fromUtf8(manifest));
    const { text, signature } = signed(this.logSeed, "log", {
      v: 1,
      number,
      day,
      release: b64u(await sha256(manifest)),
      previous: "",
      public_key: b64u(this.keys.keyholder.publicKey),
      ...members,
    });
    return { entry: text, signature };
  }

  /** The epoch as the desk's calls name it. */
  async epoch() {
    const { platform, keyholder } = this.keys;
    return {
      id: await epochId(platform.publicKey, keyholder.publicKey),
      platform: await named(platform),
      keyholder: await named(keyholder),
    };
  }

  /** What `POST /members/api/tokens` answers. */
  issue(blinded: string[]) {
    const { evaluated: elements, proof } = evaluated(this.tokenKey, blinded.map(fromB64u));
    return {
      day: this.day,
      evaluated: elements.map(b64u),
      proof: b64u(proof),
      public_key: b64u(this.tokenKey.publicKey),
    };
  }

  readonly fetch = async (address: string, request: RequestInit): Promise<Response> => {
    request.signal?.throwIfAborted();
    const site = address.startsWith(ADDRESSES.keyholder) ? "keyholder" : "platform";
    const path = address.slice(ADDRESSES[site].length);
    const call = { site, path, method: request.method ?? "GET", request } as const;
    this.calls.push(call);
    const answer = await this.meddle(call, await this.#answered(call));
    if (!answer) throw new TypeError("Failed to fetch");
    const { status = 200, json, bytes } = answer;
    return new Response(bytes ?? JSON.stringify(json), { status });
  };

  async #answered({ site, method, path, request }: Call): Promise<Answer> {
    if (method === "POST" && path === "/check/evaluate") {
      return this.#evaluate(site, String(request.body));
    }
    if (path === "/check/keys") return { json: await this.#keysOf(site) };
    if (site === "keyholder" && path === "/check/log") return { json: await this.logAnswer() };
    if (site === "platform" && path === "/check/release") {
      return { json: await this.releaseAnswer() };
    }
    const [number, index] = path.replace("/check/release/", "").split("/").map(Number);
    const bucket = this.released.buckets[index ?? -1];
    const isReleased = site === "platform" && number === this.released.manifest.number && bucket;
    if (!isReleased) return refusal(404, "no-release");
    return { bytes: concat(...(await merklePath(this.released.buckets, index ?? 0)), bucket) };
  }

  async #keysOf(site: EvaluatorName) {
    return {
      evaluation: [await named(this.keys[site])],
      token: { day: this.day, public_key: b64u(this.tokenKey.publicKey) },
    };
  }

  async #evaluate(site: EvaluatorName, body: string): Promise<Answer> {
    const { key, elements, tokens } = JSON.parse(body);
    if (key !== (await keyId(this.keys[site].publicKey))) return refusal(404, "no-such-key");
    if (elements.length !== tokens.length) return refusal(422, "token-count");
    for (const [index, { day, nonce, mac }] of tokens.entries()) {
      if (day !== this.day) return refusal(422, "token-day");
      const output = outputOf(this.tokenKey, fromB64u(nonce));
      const element = fromB64u(elements[index]);
      if (b64u(await spendMac(output, site, key, element)) !== mac) {
        return refusal(422, "token-wrong");
      }
      if ((this.spent[site].get(nonce) ?? elements[index]) !== elements[index]) {
        return refusal(409, "token-spent");
      }
    }
    for (const [index, { nonce }] of tokens.entries()) this.spent[site].set(nonce, elements[index]);
    const { evaluated: answer, proof } = evaluated(this.keys[site], elements.map(fromB64u));
    return { json: { evaluated: answer.map(b64u), proof: b64u(proof) } };
  }
}

export function refusal(status: number, code: string): Answer {
  return { status, json: { error: { code, message: "" } } };
}

async function named({ publicKey }: KeyPair) {
  return { id: await keyId(publicKey), public_key: b64u(publicKey) };
}

/** For `assert.throws` and `assert.rejects`: a refusal of the check with that code. */
export function checkRefusal(code: string): (error: unknown) => boolean {
  return (error) => {
    if (error instanceof CheckError && error.code === code) return true;
    throw new Error(`expected a refusal with ${code}, got ${String(error)}`);
  };
}
