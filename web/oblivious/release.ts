/** Releases: what a browser verifies before it trusts a list, in the order of docs/check.md. */

import { type Bytes, b64u, fromB64u, sha256, utf8 } from "../sealing/bytes.ts";
import { Malformed } from "../sealing/errors.ts";
import { CheckError } from "./errors.ts";
import { HASH_SIZE, KEY_SIZE, RECORD_SIZE } from "./generated.ts";
import { canonicalJson, dayNumber, fromCanonicalJson, NotAsAgreed, Reader } from "./json.ts";
import { epochId } from "./keys.ts";
import { pathLength, verifyPath } from "./merkle.ts";
import { isSigned, type Purpose } from "./signing.ts";

/** What the platform signed. Hashes and keys are 32 bytes long. */
export interface Manifest {
  number: number;
  day: string;
  /** b64u of the last manifest's hash; empty in the first. */
  previous: string;
  rolledBackTo: number | null;
  evaluation: { platform: Bytes; keyholder: Bytes };
  /** Each bucket has `records` records. */
  buckets: { count: number; records: number; root: Bytes };
  texts: Bytes;
}

/** What the key holder's log says about one release. */
export interface LogEntry {
  number: number;
  day: string;
  /** The hash of the release's manifest. */
  release: Bytes;
  previous: string;
  publicKey: Bytes;
}

/** A manifest that passed every check. */
export interface Release extends Manifest {
  hash: Bytes;
  epoch: string;
}

/** The public keys that a member's browser remembers. */
export interface Pins {
  release: Bytes;
  log: Bytes;
}

/** The answers of `GET /check/log` and `GET /check/release`. */
export interface LogAnswer {
  entry: string;
  signature: string;
}
export interface ReleaseAnswer {
  manifest: string;
  signature: string;
  entry: LogAnswer;
}

const OLDEST = 3;
const FEWEST_RECORDS = 1_000;
const REFERENCE = /^[0-9a-f]{14}$/;

/** @throws CheckError (`pins-changed`) unless the site still names the stored keys */
export function checkPins(kept: Pins, named: Pins): void {
  if (!same(kept.release, named.release) || !same(kept.log, named.log)) {
    throw new CheckError("pins-changed", "The site names other keys than it did.");
  }
}

/**
 * The release, if everything about it is right. `log` is the key holder's own last entry, null if
 * it has none; `today` is `YYYY-MM-DD` in UTC.
 *
 * @throws CheckError: `release-signature`, `log-signature`, `wrong-manifest`, `wrong-entry`,
 * `log-differs`, `log-ahead`, `stale`
 */
export async function verifyRelease(
  answer: ReleaseAnswer,
  log: LogAnswer | null,
  pins: Pins,
  today: string,
): Promise<Release> {
  const bytes = opened(answer.manifest, answer.signature, pins.release, "release");
  const shown = opened(answer.entry.entry, answer.entry.signature, pins.log, "log");
  const last = log && opened(log.entry, log.signature, pins.log, "log");
  const manifest = readManifest(bytes);
  const hash = await sha256(bytes);
  checkEntry(readEntry(shown), manifest, hash);
  if (!last) throw logDiffers("The key holder has logged nothing.");
  checkLast(readEntry(last), manifest, hash);
  checkAge(manifest.day, today);
  const { platform, keyholder } = manifest.evaluation;
  return { ...manifest, hash, epoch: await epochId(platform, keyholder) };
}

/** Bytes that a key signed. @throws CheckError (`release-signature`, `log-signature`) */
function opened(message: string, signature: string, key: Bytes, what: "release" | "log"): Bytes {
  const purpose: Purpose = `unsilenced/1/${what}`;
  try {
    const bytes = fromB64u(message);
    if (isSigned(key, purpose, bytes, fromB64u(signature))) return bytes;
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
  }
  throw new CheckError(`${what}-signature`, "This is not signed by the key that was kept.");
}

/** @throws CheckError (`wrong-manifest`) unless this is the only text of a manifest */
export function readManifest(bytes: Bytes): Manifest {
  return reading("wrong-manifest", () => {
    const fields = new Reader(fromCanonicalJson(bytes)).only(
      "v",
      "number",
      "day",
      "previous",
      "rolled_back_to",
      "evaluation",
      "buckets",
      "texts",
    );
    checkVersion(fields);
    const evaluation = fields.object("evaluation").only("platform", "keyholder");
    const buckets = fields.object("buckets").only("count", "records", "root");
    return {
      number: fields.count("number", 1),
      day: fields.day("day"),
      previous: previousOf(fields),
      rolledBackTo: rolledBackTo(fields),
      evaluation: {
        platform: evaluation.bytes("platform", KEY_SIZE),
        keyholder: evaluation.bytes("keyholder", KEY_SIZE),
      },
      buckets: bucketsOf(buckets),
      texts: fields.bytes("texts", HASH_SIZE),
    };
  });
}

/** The number of an earlier release, or null. */
function rolledBackTo(fields: Reader): number | null {
  if (fields.isNull("rolled_back_to")) return null;
  const number = fields.count("rolled_back_to", 1);
  if (number >= fields.count("number", 1)) throw new NotAsAgreed("This is no earlier release.");
  return number;
}

/** Small buckets would tell the platform what was asked, so a member's browser refuses them. */
function bucketsOf(fields: Reader): Manifest["buckets"] {
  const count = fields.count("count", 1);
  return {
    count,
    records: fields.count("records", count === 1 ? 1 : FEWEST_RECORDS),
    root: fields.bytes("root", HASH_SIZE),
  };
}

/** @throws CheckError (`wrong-entry`) unless this is the only text of an entry */
export function readEntry(bytes: Bytes): LogEntry {
  return reading("wrong-entry", () => {
    const fields = new Reader(fromCanonicalJson(bytes)).only(
      "v",
      "number",
      "day",
      "release",
      "previous",
      "public_key",
    );
    checkVersion(fields);
    return {
      number: fields.count("number", 1),
      day: fields.day("day"),
      release: fields.bytes("release", HASH_SIZE),
      previous: previousOf(fields),
      publicKey: fields.bytes("public_key", KEY_SIZE),
    };
  });
}

function checkVersion(fields: Reader): void {
  if (fields.count("v", 1) !== 1) throw new NotAsAgreed("This is another version.");
}

function previousOf(fields: Reader): string {
  const previous = fields.text("previous");
  if (previous !== "") fields.bytes("previous", HASH_SIZE);
  return previous;
}

function reading<T>(code: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof NotAsAgreed || error instanceof Malformed)) throw error;
    throw new CheckError(code, error.message);
  }
}

function checkEntry(entry: LogEntry, manifest: Manifest, hash: Bytes): void {
  const agrees =
    entry.number === manifest.number &&
    entry.day === manifest.day &&
    same(entry.release, hash) &&
    same(entry.publicKey, manifest.evaluation.keyholder);
  if (!agrees) throw logDiffers("The log names another release.");
}

/** The browser asks the key holder directly, because the platform could show an old entry. */
function checkLast(entry: LogEntry, manifest: Manifest, hash: Bytes): void {
  if (entry.number > manifest.number) {
    throw new CheckError("log-ahead", "The key holder has logged a later release.");
  }
  checkEntry(entry, manifest, hash);
}

function checkAge(day: string, today: string): void {
  const age = (dayNumber(today) ?? Number.NaN) - (dayNumber(day) ?? Number.NaN);
  if (!(age >= -1 && age <= OLDEST)) {
    throw new CheckError("stale", "The release is not of these days.");
  }
}

function logDiffers(message: string): CheckError {
  return new CheckError("log-differs", message);
}

/**
 * The records of bucket `index`, from the platform's bytes: first their path, then the records.
 *
 * @throws CheckError (`wrong-bucket`)
 */
export async function verifyBucket(release: Release, index: number, bytes: Bytes): Promise<Bytes> {
  const { count, records: size, root } = release.buckets;
  const length = pathLength(index, count);
  const path = Array.from({ length }, (_, at) => bytes.slice(at * HASH_SIZE, (at + 1) * HASH_SIZE));
  const records = bytes.slice(length * HASH_SIZE);
  const whole = records.length === size * RECORD_SIZE;
  if (!(whole && (await verifyPath(root, records, index, count, path)))) {
    throw new CheckError("wrong-bucket", "This is not a bucket of the release.");
  }
  return records;
}

/**
 * Verifies that the warnings' texts are those of the release. A warning that the release names may
 * be missing, because consent to it was withdrawn since. None may be added or changed.
 *
 * @throws CheckError (`wrong-texts`)
 */
export async function verifyTexts(
  release: Release,
  texts: Bytes,
  warnings: readonly unknown[],
): Promise<void> {
  if (!same(await sha256(texts), release.texts)) {
    throw new CheckError("wrong-texts", "These are not the texts of the release.");
  }
  const hashes = readTexts(texts);
  for (const warning of warnings) {
    const hash = hashes.get(String((warning as { reference?: unknown } | null)?.reference));
    if (hash === undefined || hash !== b64u(await sha256(utf8(canonicalJson(warning))))) {
      throw new CheckError("wrong-texts", "A warning is not as the release has it.");
    }
  }
}

function readTexts(texts: Bytes): Map<string, string> {
  return reading("wrong-texts", () => {
    const pairs = fromCanonicalJson(texts);
    if (!Array.isArray(pairs)) throw new NotAsAgreed("This is not a list.");
    return new Map(pairs.map(readPair));
  });
}

function readPair(pair: unknown): [reference: string, hash: string] {
  const [reference, hash] = Array.isArray(pair) ? pair : [];
  if (!(REFERENCE.test(String(reference)) && typeof hash === "string")) {
    throw new NotAsAgreed("This is not a reference with its hash.");
  }
  return [String(reference), hash];
}

function same(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}
