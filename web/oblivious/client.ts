/** Checks whether an identifier is in the release, without revealing which identifier it is. */

import { type Bytes, b64u, fromB64u } from "../sealing/bytes.ts";
import { type Blinded, blind } from "./blinding.ts";
import { bucketOf, type Derived } from "./combined.ts";
import { inputOf } from "./element.ts";
import { CheckError } from "./errors.ts";
import { type Both, evaluateAtBoth } from "./evaluators.ts";
import type { Identifier } from "./normalise/kinds.ts";
import { bucket, type KnownPins, type Prepared, prepare } from "./preparing.ts";
import { findLabels, type Label } from "./record.ts";
import { type Release, verifyTexts } from "./release.ts";
import { Site } from "./site.ts";
import { isOf, type Token } from "./tokens.ts";
import type { Wallet } from "./wallet.ts";

/**
 * What a check found. No labels mean that this release has nothing, and that nothing went wrong.
 */
export interface Finding {
  labels: Label[];
  release: Release;
}

export interface CheckerOptions {
  /** Addresses of both sites, without `/check/…`; empty for the page's own site. */
  platform: string;
  keyholder: string;
  pins: KnownPins;
  wallet: Wallet;
  fetch?: (address: string, request: RequestInit) => Promise<Response>;
  now?: () => Date;
}

/** The part of the answer of `GET /members/api/feed` that is verified. */
export interface Feed {
  release: number;
  texts: string;
  warnings: readonly unknown[];
}

/** A running check. The browser keeps a failed one: sent again unchanged, it costs no new token. */
interface Attempt {
  input: string;
  epoch: string;
  blinded: Blinded;
  token: Token;
}

/** Milliseconds after which to ask a site again for its release and keys. */
const FRESH = 600_000;

/** Refusals that mean that meanwhile a new release, another day or another token key began. */
const OUTDATED = new Set(["no-such-key", "no-release", "token-day", "token-wrong"]);

export class Checker {
  readonly #options: CheckerOptions;
  readonly #sites: Both<Site>;
  #preparing: Promise<Prepared> | undefined;
  #preparedAt = 0;
  #before: Prepared | undefined;
  #attempt: Attempt | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: CheckerOptions) {
    this.#options = options;
    this.#sites = {
      platform: new Site("platform", options.platform, options.fetch),
      keyholder: new Site("keyholder", options.keyholder, options.fetch),
    };
  }

  /**
   * Fetches and verifies all that checks need, so that a check is quick. Stops at `ending`.
   *
   * @throws CheckError
   */
  async prepare(ending?: AbortSignal): Promise<Release> {
    return (await this.#ready(this.#until(ending))).release;
  }

  /**
   * Checks an identifier. Runs one check at a time, and stops at `ending`, retries included.
   *
   * @throws CheckError for whatever fails; `Unreachable` names the evaluator
   */
  check(identifier: Identifier, ending?: AbortSignal): Promise<Finding> {
    const sites = this.#until(ending);
    const turn = this.#turn.then(() => this.#upToDate(inputOf(identifier), sites));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** Verifies that the feed's warnings belong to the release. @throws CheckError */
  async verifyFeed({ release, texts, warnings }: Feed): Promise<void> {
    let known = await this.prepare();
    if (release > known.number) {
      this.#forget();
      known = await this.prepare();
    }
    await verifyTexts(known, fromB64u(texts), warnings);
  }

  #until(ending: AbortSignal | undefined): Both<Site> {
    if (!ending) return this.#sites;
    const { platform, keyholder } = this.#sites;
    return { platform: platform.until(ending), keyholder: keyholder.until(ending) };
  }

  async #upToDate(input: Bytes, sites: Both<Site>): Promise<Finding> {
    try {
      return await this.#found(input, await this.#ready(sites), sites);
    } catch (error) {
      if (!(error instanceof CheckError && OUTDATED.has(error.code))) throw error;
    }
    this.#forget();
    return this.#found(input, await this.#ready(sites), sites);
  }

  async #found(input: Bytes, prepared: Prepared, sites: Both<Site>): Promise<Finding> {
    const { release } = prepared;
    const derived = await this.#derived(input, prepared, sites);
    const records = prepared.records ?? (await bucketOfCheck(derived, release, sites));
    const labels = await findLabels(derived, records);
    this.#attempt = undefined;
    return { labels, release };
  }

  async #derived(input: Bytes, prepared: Prepared, sites: Both<Site>): Promise<Derived> {
    for (;;) {
      this.#attempt = await this.#attemptAt(input, prepared);
      const { blinded, token } = this.#attempt;
      try {
        const derived = await evaluateAtBoth(sites, prepared.keys, [blinded], [token]);
        if (derived[0]) return derived[0];
        throw new CheckError("wrong-proof", "There is no output.");
      } catch (error) {
        if (!(error instanceof CheckError && error.code === "token-spent")) throw error;
        this.#attempt = undefined;
      }
    }
  }

  async #attemptAt(input: Bytes, { release, tokenDay }: Prepared): Promise<Attempt> {
    const [text, last] = [b64u(input), this.#attempt];
    const goesOn =
      last?.input === text && last.epoch === release.epoch && isOf(last.token, tokenDay);
    if (goesOn) return last;
    const [token] = await this.#options.wallet.draw(1);
    if (!token) throw new CheckError("quota", "There are no tokens left today.");
    return { input: text, epoch: release.epoch, blinded: blind(input), token };
  }

  #ready(sites: Both<Site>): Promise<Prepared> {
    const now = this.#now().getTime();
    if (!this.#preparing || Math.abs(now - this.#preparedAt) > FRESH) {
      this.#preparedAt = now;
      const preparing = this.#prepared(sites);
      preparing.catch(() => {
        if (this.#preparing === preparing) this.#forget();
      });
      this.#preparing = preparing;
    }
    return this.#preparing;
  }

  async #prepared(sites: Both<Site>): Promise<Prepared> {
    const { pins, wallet } = this.#options;
    const today = this.#now().toISOString().slice(0, 10);
    this.#before = await prepare(sites, pins, wallet, today, this.#before);
    return this.#before;
  }

  #forget(): void {
    this.#preparing = undefined;
  }

  #now(): Date {
    return this.#options.now?.() ?? new Date();
  }
}

/** Fetched in every check, even if known: a missing request would reveal something. */
function bucketOfCheck(
  { place }: Derived,
  release: Release,
  { platform }: Both<Site>,
): Promise<Bytes> {
  return bucket(platform, release, bucketOf(place, release.buckets.count));
}
