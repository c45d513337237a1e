/**
 * The browser's side of the private check as a process, for
 * tests/oblivious/test_live_cross_check.py. It reads each call as a line of JSON, and writes the
 * answer as another. All bytes are b64u.
 */

import { createInterface } from "node:readline";
import { ristretto255_oprf } from "@noble/curves/ed25519.js";
import { keysOf } from "../members/keys.ts";
import { type Blinded, blind, finalise } from "../oblivious/blinding.ts";
import { combine } from "../oblivious/combined.ts";
import { inputOf } from "../oblivious/element.ts";
import { CheckError } from "../oblivious/errors.ts";
import type { Identifier } from "../oblivious/normalise/index.ts";
import { findLabels, type Label, sealLabel } from "../oblivious/record.ts";
import {
  type LogAnswer,
  type ReleaseAnswer,
  verifyBucket,
  verifyRelease,
} from "../oblivious/release.ts";
import {
  acceptTokens,
  type Batch,
  type EvaluatorName,
  memberBatch,
  requestOf,
  spendMac,
} from "../oblivious/tokens.ts";
import { b64u, fromB64u, utf8 } from "../sealing/bytes.ts";

interface Outputs {
  platform: string;
  keyholder: string;
}

const { voprf } = ristretto255_oprf;
let blinded: Blinded[] = [];
let batch: Batch | undefined;

const derivedOf = ({ platform, keyholder }: Outputs) =>
  combine(fromB64u(platform), fromB64u(keyholder));

const CALLS = {
  input: (identifier: Identifier) => b64u(inputOf(identifier)),

  blind: ({ inputs }: { inputs: string[] }) => {
    blinded = inputs.map((input) => blind(fromB64u(input)));
    return blinded.map(({ element }) => b64u(element));
  },

  finalise: (of: { evaluated: string[]; proof: string; public_key: string }) => {
    const evaluation = { evaluated: of.evaluated.map(fromB64u), proof: fromB64u(of.proof) };
    return finalise(blinded, evaluation, fromB64u(of.public_key)).map(b64u);
  },

  evaluate: (of: { seed: string; info: string; elements: string[] }) => {
    const { secretKey, publicKey } = voprf.deriveKeyPair(fromB64u(of.seed), utf8(of.info));
    const elements = of.elements.map(fromB64u);
    const { evaluated, proof } = voprf.blindEvaluateBatch(secretKey, publicKey, elements);
    return { evaluated: evaluated.map(b64u), proof: b64u(proof), public_key: b64u(publicKey) };
  },

  combine: async (outputs: Outputs) => {
    const { placeBytes, locator, labelKey } = await derivedOf(outputs);
    return [placeBytes, locator, labelKey].map(b64u);
  },

  seal: async ({ label, ...outputs }: Outputs & { label: Label }) =>
    b64u(await sealLabel(await derivedOf(outputs), label)),

  find: async ({ records, ...outputs }: Outputs & { records: string }) =>
    findLabels(await derivedOf(outputs), fromB64u(records)),

  tokens: async ({ private_key, day }: { private_key: string; day: string }) => {
    const { tokens } = await keysOf(crypto.randomUUID(), fromB64u(private_key));
    batch = await memberBatch(tokens, day);
    return requestOf(batch);
  },

  spend: async (of: {
    issued: { day: string; public_key: string };
    evaluator: EvaluatorName;
    key: string;
    elements: string[];
  }) => {
    if (!batch) throw new Error("There is no batch.");
    const { day, public_key } = of.issued;
    const accepted = acceptTokens(batch, of.issued, { day, publicKey: fromB64u(public_key) });
    const spent = of.elements.map(async (element, index) => {
      const { nonce, output } = accepted[index] ?? {};
      if (!nonce || !output) throw new Error("There is no token.");
      const mac = await spendMac(output, of.evaluator, of.key, fromB64u(element));
      return { nonce: b64u(nonce), mac: b64u(mac) };
    });
    return Promise.all(spent);
  },

  /** The records of each bucket, after verifying everything. */
  release: async (of: {
    answer: ReleaseAnswer;
    log: LogAnswer;
    pins: { release: string; log: string };
    today: string;
    buckets: string[];
  }) => {
    const pins = { release: fromB64u(of.pins.release), log: fromB64u(of.pins.log) };
    const release = await verifyRelease(of.answer, of.log, pins, of.today);
    const verified = of.buckets.map((bytes, index) =>
      verifyBucket(release, index, fromB64u(bytes)),
    );
    return { epoch: release.epoch, buckets: (await Promise.all(verified)).map(b64u) };
  },
};

async function answerTo(line: string): Promise<object> {
  const { call, ...given } = JSON.parse(line);
  try {
    return { answer: await CALLS[call as keyof typeof CALLS](given as never) };
  } catch (error) {
    if (error instanceof CheckError) return { refusal: error.code };
    throw error;
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answerTo(line))}\n`);
}
