/** Receipts: seven words with which only the reporter can come back. */

import { deriveKey, stretch } from "./argon2.ts";
import { type Bytes, randomBytes, sha256, utf8 } from "./bytes.ts";
import { ReceiptError } from "./errors.ts";
import { HURTFUL, RECEIPT_COST, RECEIPT_WORDS } from "./generated.ts";
import { checkKeySize, publicKeyOf } from "./keys.ts";
import { readWords, WORDS } from "./words.ts";

/**
 * Every receipt has the same salt: before checking the words we may ask nothing about the person.
 */
const SALT = utf8("unsilenced/1/receipt".padEnd(32, "\0"));

/** Seven whole words in lower case. */
export type Receipt = readonly string[];

/** What a receipt becomes: the secret that finds the report, and the keys that open it. */
export interface ReceiptKeys {
  lookupSecret: Bytes;
  privateKey: Bytes;
  publicKey: Bytes;
}

const hurtful = new Set(HURTFUL.split(" "));

/** The words of new receipts. Those of earlier ones may be any of the list. */
const DRAWN = WORDS.filter((word) => !hurtful.has(word));

/** Draws seven different words that hurt nobody; every such sequence is equally likely. */
export function drawReceipt(): Receipt {
  const drawn = new Set<string>();
  while (drawn.size < RECEIPT_WORDS) drawn.add(drawWord());
  return [...drawn];
}

/** Draws again above the last whole multiple, because 65,536 is none of the number of words. */
function drawWord(): string {
  for (;;) {
    const number = new DataView(randomBytes(2).buffer).getUint16(0);
    const word = DRAWN[number % DRAWN.length];
    if (word !== undefined && number < 65_536 - (65_536 % DRAWN.length)) return word;
  }
}

/** Reads a receipt as a person types or pastes it. @throws ReceiptError */
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

/** What the server stores of a look-up secret. @throws Malformed (`key-size`) */
export async function lookupHash(secret: Bytes): Promise<Bytes> {
  checkKeySize(secret);
  return sha256(secret);
}
