/** Preparing: fetches and verifies the release and the keys that checks use. */

import { type Bytes, b64u } from "../sealing/bytes.ts";
import { CheckError } from "./errors.ts";
import { agreedTokenDay, type Both, checkNamed, keysOfBoth, withIds } from "./evaluators.ts";
import type { Reader } from "./json.ts";
import {
  checkPins,
  type LogAnswer,
  type Pins,
  type Release,
  type ReleaseAnswer,
  verifyBucket,
  verifyRelease,
} from "./release.ts";
import type { EvaluationKey, Site } from "./site.ts";
import type { TokenDay } from "./tokens.ts";
import type { Wallet } from "./wallet.ts";

/** All that a check needs beforehand. */
export interface Prepared {
  release: Release;
  keys: Both<EvaluationKey>;
  tokenDay: TokenDay;
  /** All records, if they are in one bucket. */
  records: Bytes | null;
}

/** The keys that the browser stored, and those that the page names today. */
export interface KnownPins {
  kept: Pins;
  named: Pins;
}

/**
 * Asks both sites, and gets the day's tokens. A small release has one bucket, which comes from
 * `before` if it is the same.
 *
 * @throws CheckError with the first fault in the order of docs/check.md
 */
export async function prepare(
  sites: Both<Site>,
  pins: KnownPins,
  wallet: Wallet,
  today: string,
  before: Prepared | undefined,
): Promise<Prepared> {
  checkPins(pins.kept, pins.named);
  const [answer, log, named] = await Promise.all([
    sites.platform.get("/check/release", readReleaseAnswer),
    sites.keyholder.get("/check/log", readLogAnswer).catch(nullIfNone),
    keysOfBoth(sites),
  ]);
  const release = await verifyRelease(answer, log, pins.kept, today);
  const keys = await withIds(release.evaluation);
  checkNamed(keys, named);
  const tokenDay = agreedTokenDay(named);
  const [records] = await Promise.all([
    onlyBucket(sites.platform, release, before),
    wallet.open(tokenDay),
  ]);
  return { release, keys, tokenDay, records };
}

async function onlyBucket(
  platform: Site,
  release: Release,
  before: Prepared | undefined,
): Promise<Bytes | null> {
  if (release.buckets.count > 1) return null;
  if (before?.records && b64u(before.release.hash) === b64u(release.hash)) return before.records;
  return bucket(platform, release, 0);
}

/** The records of a bucket. @throws CheckError */
export async function bucket(platform: Site, release: Release, index: number): Promise<Bytes> {
  const bytes = await platform.bytes(`/check/release/${release.number}/${index}`);
  return verifyBucket(release, index, bytes);
}

function readReleaseAnswer(answer: Reader): ReleaseAnswer {
  return {
    manifest: answer.text("manifest"),
    signature: answer.text("signature"),
    entry: readLogAnswer(answer.object("entry")),
  };
}

function readLogAnswer(answer: Reader): LogAnswer {
  return { entry: answer.text("entry"), signature: answer.text("signature") };
}

function nullIfNone(error: unknown): null {
  if (error instanceof CheckError && error.code === "no-release") return null;
  throw error;
}
