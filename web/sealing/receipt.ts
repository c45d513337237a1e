/** Receipts: seven words that let only the reporter come back. */

import { deriveKey, stretch } from "./argon2.ts";
import { type Bytes, randomBytes, sha256, utf8 } from "./bytes.ts";
import { ReceiptError } from "./errors.ts";
import { RECEIPT_COST, RECEIPT_WORDS } from "./generated.ts";
import { checkKeySize, publicKeyOf } from "./keys.ts";
import { readWords, WORDS } from "./words.ts";

/**
 * There is no salt to look up: before the words are checked we may ask nothing about the person.
 */
const SALT = utf8("unsilenced/1/receipt".padEnd(32, "\0"));

/** Seven whole words in lower case. */
export type Receipt = readonly string[];

/** What a receipt gives: the secret that finds the report, and the keys that open it. */
export interface ReceiptKeys {
  lookupSecret: Bytes;
  privateKey: Bytes;
  publicKey: Bytes;
}

/** Draws seven words, each of 2,048: eleven bits, so that none comes more often than another. */
export function drawReceipt(): Receipt {
  const drawn = new DataView(randomBytes(RECEIPT_WORDS * 2).buffer);
  return Array.from({ length: RECEIPT_WORDS }, (_, index) => {
    const word = WORDS[drawn.getUint16(index * 2) % WORDS.length];
    if (word === undefined) throw new Error("The list has 2,048 words.");
    return word;
  });
}

/** The receipt as a person types or pastes it. @throws ReceiptError */
export function parseReceipt(text: string): Receipt {
  return readWords(text, RECEIPT_WORDS, ReceiptError);
}

/** Stretches the receipt into its keys: 19 MiB. */
export async function deriveReceipt(receipt: Receipt): Promise<ReceiptKeys> {
  const stretched = await stretch(utf8(receipt.join(" ")), SALT, RECEIPT_COST);
  const privateKey = await deriveKey(stretched, "unsilenced/1/receipt/key");
  return {
    lookupSecret: await deriveKey(stretched, "unsilenced/1/receipt/lookup"),
    privateKey,
    publicKey: await publicKeyOf(privateKey),
  };
}

/** What the server keeps of a look-up secret. @throws Malformed (`key-size`) */
export async function lookupHash(secret: Bytes): Promise<Bytes> {
  checkKeySize(secret);
  return sha256(secret);
}
