/** Tokens: a day's quota, issued blindly, so that spending a token does not reveal its owner. */

import { type Bytes, b64u, concat, randomBytes, utf8 } from "../sealing/bytes.ts";
import { Malformed } from "../sealing/errors.ts";
import { BLIND_SEED, type Blinded, blind, type Evaluation, finalise } from "./blinding.ts";
import { CheckError } from "./errors.ts";
import {
  CASEWORKER_BATCH,
  ELEMENT_SIZE,
  MEMBER_BATCH,
  NONCE_SIZE,
  PROOF_SIZE,
} from "./generated.ts";
import { derive } from "./hkdf.ts";
import { NotAsAgreed, Reader } from "./json.ts";

/** The right to have one element evaluated, once at each evaluator. */
export interface Token {
  day: string;
  /** The public key it was issued under, b64u: the day may get another key later. */
  key: string;
  nonce: Bytes;
  output: Bytes;
}

/** The public key of a day's tokens; both evaluators name the same one. */
export interface TokenDay {
  day: string;
  publicKey: Bytes;
}

/** Blinded nonces that go to the platform together. */
export interface Batch {
  day: string;
  blinded: readonly Blinded[];
}

export type EvaluatorName = "platform" | "keyholder";

/** A member's batch of a day: the same at every log-in. */
export async function memberBatch(tokenSecret: CryptoKey, day: string): Promise<Batch> {
  const numbers = Array.from({ length: MEMBER_BATCH }, (_, number) => number);
  const blinded = numbers.map((number) => derivedNonce(tokenSecret, day, number));
  return { day, blinded: await Promise.all(blinded) };
}

async function derivedNonce(secret: CryptoKey, day: string, number: number): Promise<Blinded> {
  const root = `${purposeOf(day)}/${number}`;
  const [nonce, seed] = await Promise.all([
    derive(secret, `${root}/nonce`, NONCE_SIZE),
    derive(secret, `${root}/blind`, BLIND_SEED),
  ]);
  return blind(nonce, seed);
}

/** A caseworker's batch of a day: a different one each time. */
export function caseworkerBatch(day: string): Batch {
  const length = CASEWORKER_BATCH;
  return { day, blinded: Array.from({ length }, () => blind(randomBytes(NONCE_SIZE))) };
}

/** What to send of a batch: its blinded nonces. */
export function requestOf({ blinded }: Batch): string[] {
  return blinded.map(({ element }) => b64u(element));
}

/**
 * The tokens from the platform's answer to a batch.
 *
 * @throws CheckError: `keys-differ` if the answer names another key than both evaluators do,
 * `wrong-proof` if that key did not make it
 */
export function acceptTokens(batch: Batch, answer: unknown, { day, publicKey }: TokenDay): Token[] {
  const issued = readIssued(answer);
  if (issued.day !== day || batch.day !== day || b64u(issued.publicKey) !== b64u(publicKey)) {
    throw new CheckError("keys-differ", "The tokens are of another key than both evaluators name.");
  }
  const outputs = finalise(batch.blinded, issued, publicKey);
  return batch.blinded.map(({ input }, index) => {
    const output = outputs[index];
    if (!output) throw new CheckError("wrong-proof", "A token is missing.");
    return { day, key: b64u(publicKey), nonce: input, output };
  });
}

function readIssued(answer: unknown): TokenDay & Evaluation {
  try {
    const fields = new Reader(answer);
    return {
      day: fields.day("day"),
      publicKey: fields.bytes("public_key", ELEMENT_SIZE),
      evaluated: fields.bytesList("evaluated", ELEMENT_SIZE),
      proof: fields.bytes("proof", PROOF_SIZE),
    };
  } catch (error) {
    if (!(error instanceof NotAsAgreed || error instanceof Malformed)) throw error;
    throw new CheckError("wrong-proof", "The answer cannot be read.");
  }
}

/** What spends a token on an element, at one evaluator and under one of its keys. */
export async function spendMac(
  output: Bytes,
  evaluator: EvaluatorName,
  keyId: string,
  element: Bytes,
): Promise<Bytes> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", output, algorithm, false, ["sign"]);
  const message = concat(utf8(`unsilenced/1/spend/${evaluator}/${keyId}/`), element);
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, message));
}

/** Whether a token is from this day and from the key that both evaluators name for it now. */
export function isOf({ day, key }: Pick<Token, "day" | "key">, of: TokenDay): boolean {
  return day === of.day && key === b64u(of.publicKey);
}

function purposeOf(day: string): string {
  return `unsilenced/1/token/${day}`;
}
