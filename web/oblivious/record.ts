/**
 * Records: each has a label that only somebody can read who knows the identifier and asked both
 * evaluators.
 */

import { type Bytes, concat, randomBytes, utf8 } from "../sealing/bytes.ts";
import type { Derived } from "./combined.ts";
import { CheckError } from "./errors.ts";
import { LOCATOR_SIZE, RECORD_SIZE, REFERENCE_SIZE } from "./generated.ts";
import { hex, hexBytes } from "./hex.ts";

/** What a record says: the kind of a warning, and the warning's reference in 14 hex digits. */
export interface Label {
  kind: number;
  reference: string;
}

const NONCE = 12;

/** A record of this label under the identifier's keys, with a fresh nonce. */
export async function sealLabel(derived: Derived, { kind, reference }: Label): Promise<Bytes> {
  const nonce = randomBytes(NONCE);
  const label = concat(new Uint8Array([kind]), hexBytes(reference, REFERENCE_SIZE));
  const key = await labelKey(derived, "encrypt");
  const sealed = await crypto.subtle.encrypt(algorithm(derived.locator, nonce), key, label);
  return concat(derived.locator, nonce, new Uint8Array(sealed));
}

/**
 * The labels of this identifier among a bucket's records, in the order of the records.
 *
 * @throws CheckError (`wrong-bucket`) unless these are whole records
 */
export async function findLabels(derived: Derived, records: Bytes): Promise<Label[]> {
  if (records.length % RECORD_SIZE !== 0) {
    throw new CheckError("wrong-bucket", "A bucket is made of whole records.");
  }
  const candidates = withLocator(records, derived.locator);
  const labels = await Promise.all(candidates.map((record) => openLabel(derived, record)));
  return labels.filter((label) => label !== null);
}

/**
 * The records that start with a locator. Another identifier's record may too, and dummies by
 * chance.
 */
function withLocator(records: Bytes, locator: Bytes): Bytes[] {
  const found: Bytes[] = [];
  for (let at = 0; at < records.length; at += RECORD_SIZE) {
    if (locator.every((byte, index) => records[at + index] === byte)) {
      found.push(records.slice(at, at + RECORD_SIZE));
    }
  }
  return found;
}

async function openLabel(derived: Derived, record: Bytes): Promise<Label | null> {
  const nonce = record.slice(LOCATOR_SIZE, LOCATOR_SIZE + NONCE);
  const key = await labelKey(derived, "decrypt");
  try {
    const opened = await crypto.subtle.decrypt(
      algorithm(derived.locator, nonce),
      key,
      record.slice(LOCATOR_SIZE + NONCE),
    );
    const label = new Uint8Array(opened);
    return { kind: label[0] ?? 0, reference: hex(label.subarray(1)) };
  } catch {
    return null;
  }
}

function algorithm(locator: Bytes, iv: Bytes): AesGcmParams {
  return {
    name: "AES-GCM",
    iv,
    additionalData: concat(utf8("unsilenced/1/label"), locator),
  };
}

function labelKey(derived: Derived, use: "encrypt" | "decrypt"): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", derived.labelKey, "AES-GCM", false, [use]);
}
