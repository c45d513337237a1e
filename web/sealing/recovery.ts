/** Recovery sheet: 24 printed words (BIP-39) that restore a project's keys. */

import { entropyToMnemonic, mnemonicToEntropy } from "@scure/bip39";
import { deriveKey } from "./argon2.ts";
import { type Bytes, randomBytes, sha256 } from "./bytes.ts";
import { SheetError } from "./errors.ts";
import { KEY_SIZE, SHEET_WORDS } from "./generated.ts";
import { checkKeySize, publicKeyOf } from "./keys.ts";
import { readWords, WORDS } from "./words.ts";

/**
 * The secret that proves to the server that somebody has the sheet, and the keys for its envelopes.
 */
export interface RecoveryKeys {
  secret: Bytes;
  privateKey: Bytes;
  publicKey: Bytes;
}

const LIST = [...WORDS];

/** Draws the 32 random bytes of a sheet. */
export function drawSheet(): Bytes {
  return randomBytes(KEY_SIZE);
}

/** The 24 words of a sheet's bytes; the last holds the checksum of 8 bits. */
export function sheetWords(entropy: Bytes): string[] {
  checkKeySize(entropy);
  return entropyToMnemonic(entropy, LIST).split(" ");
}

/**
 * Reads the bytes of a sheet as a person types it.
 *
 * @throws SheetError; its code is `words-do-not-fit` if the checksum fails
 */
export function parseSheet(text: string): Bytes {
  const words = readWords(text, SHEET_WORDS, SheetError);
  try {
    return mnemonicToEntropy(words.join(" "), LIST).slice();
  } catch {
    throw new SheetError("words-do-not-fit", SHEET_WORDS);
  }
}

/** The keys of a sheet; 256 random bits need no stretching. @throws Malformed (`key-size`) */
export async function deriveRecovery(entropy: Bytes): Promise<RecoveryKeys> {
  checkKeySize(entropy);
  const privateKey = await deriveKey(entropy, "unsilenced/1/recovery/key");
  return {
    secret: await deriveKey(entropy, "unsilenced/1/recovery/log-in"),
    privateKey,
    publicKey: await publicKeyOf(privateKey),
  };
}

/** What the server stores of a recovery secret. @throws Malformed (`key-size`) */
export async function secretHash(secret: Bytes): Promise<Bytes> {
  checkKeySize(secret);
  return sha256(secret);
}
