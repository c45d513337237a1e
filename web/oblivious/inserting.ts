/** How a caseworker puts a warning's identifiers into the list: sealed and blind. */

import { type Bytes, b64u } from "../sealing/bytes.ts";
import { blind } from "./blinding.ts";
import type { Derived } from "./combined.ts";
import { inputOf } from "./element.ts";
import { CheckError } from "./errors.ts";
import { agreedTokenDay, type Both, checkNamed, evaluateAtBoth, keysOfBoth } from "./evaluators.ts";
import { MOST_ELEMENTS } from "./generated.ts";
import { Reader } from "./json.ts";
import { epochId, keyId } from "./keys.ts";
import type { Identifier } from "./normalise/kinds.ts";
import { type Label, sealLabel } from "./record.ts";
import { type EvaluationKey, readKey, Site } from "./site.ts";
import type { Wallet } from "./wallet.ts";

export interface InserterOptions {
  platform: string;
  keyholder: string;
  wallet: Wallet;
  fetch?: (address: string, request: RequestInit) => Promise<Response>;
}

/** An epoch as `GET /desk/api/warnings` names it. */
export interface EpochAnswer {
  id: string;
  platform: { id: string; public_key: string };
  keyholder: { id: string; public_key: string };
}

/**
 * An identifier's record for an epoch, as the desk's call takes it; `place` and `record` are b64u.
 */
export interface InsertedEntry {
  epoch: string;
  place: string;
  record: string;
}

/** What an identifier derives to in an epoch. */
export interface DerivedInEpoch {
  epoch: string;
  derived: Derived;
}

/**
 * A record for each identifier in each epoch; each costs a token.
 *
 * @throws CheckError; then nothing was inserted, and the caller may try again
 */
export async function insertedEntries(
  options: InserterOptions,
  identifiers: readonly Identifier[],
  label: Label,
  epochs: readonly EpochAnswer[],
): Promise<InsertedEntry[]> {
  const all = await derivedInEpochs(options, identifiers, epochs);
  return Promise.all(all.map(({ epoch, derived }) => sealedEntry(epoch, derived, label)));
}

/** What each identifier derives to in each epoch; each costs a token. @throws CheckError */
export async function derivedInEpochs(
  { wallet, ...options }: InserterOptions,
  identifiers: readonly Identifier[],
  epochs: readonly EpochAnswer[],
): Promise<DerivedInEpoch[]> {
  const sites = {
    platform: new Site("platform", options.platform, options.fetch),
    keyholder: new Site("keyholder", options.keyholder, options.fetch),
  };
  const inputs = identifiers.map(inputOf);
  const named = await keysOfBoth(sites);
  const pairs = await Promise.all(epochs.map(readEpoch));
  for (const pair of pairs) checkNamed(pair, named);
  await wallet.open(agreedTokenDay(named));
  const all: DerivedInEpoch[] = [];
  for (const [index, pair] of pairs.entries()) {
    const epoch = epochs[index]?.id ?? "";
    for (let at = 0; at < inputs.length; at += MOST_ELEMENTS) {
      const derived = await evaluated(sites, pair, inputs.slice(at, at + MOST_ELEMENTS), wallet);
      all.push(...derived.map((each) => ({ epoch, derived: each })));
    }
  }
  return all;
}

async function sealedEntry(epoch: string, derived: Derived, label: Label): Promise<InsertedEntry> {
  const record = await sealLabel(derived, label);
  return { epoch, place: b64u(derived.placeBytes), record: b64u(record) };
}

/** If another window has spent the tokens, draws others, as long as there are any. */
async function evaluated(
  sites: Both<Site>,
  pair: Both<EvaluationKey>,
  inputs: Bytes[],
  wallet: Wallet,
): Promise<Derived[]> {
  for (;;) {
    const blinded = inputs.map((input) => blind(input));
    const tokens = await wallet.draw(blinded.length);
    try {
      return await evaluateAtBoth(sites, pair, blinded, tokens);
    } catch (error) {
      if (!(error instanceof CheckError && error.code === "token-spent")) throw error;
    }
  }
}

/** @throws CheckError (`keys-differ`) if an id does not match its keys */
async function readEpoch(epoch: EpochAnswer): Promise<Both<EvaluationKey>> {
  const fields = new Reader(epoch);
  const platform = readKey(fields.object("platform"));
  const keyholder = readKey(fields.object("keyholder"));
  const ids = await Promise.all([
    keyId(platform.publicKey),
    keyId(keyholder.publicKey),
    epochId(platform.publicKey, keyholder.publicKey),
  ]);
  if (ids.join() !== [platform.id, keyholder.id, epoch.id].join()) {
    throw new CheckError("keys-differ", "An epoch is not named after its keys.");
  }
  return { platform, keyholder };
}
