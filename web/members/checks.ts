/**
 * A member's checks: everything is prepared in the background, so that the answer comes at once.
 */

import { PATIENCE, Patience } from "../oblivious/patience.ts";
import type { Token } from "../oblivious/tokens.ts";
import { b64u, fromB64u } from "../sealing/bytes.ts";
import { CallError } from "../session/fetch.ts";
import type { Feed } from "../session/generated-calls.ts";
import { type LazyModules, loadModule } from "../ui/load.ts";
import { members } from "./calls.ts";
import { fetchFeed } from "./feed.ts";
import type { Member } from "./lock-screen.ts";
import { type Outcome, outcomeOf, type Texts } from "./outcome.ts";
import { keyholderUrl, shownPins } from "./site.ts";
import { type StoredWallet, storedWallet, storeWallet } from "./wallet.ts";
import { warningsIn } from "./warning.ts";

type Checking = LazyModules["checking"];
type Wallet = InstanceType<Checking["Wallet"]>;
type Checker = InstanceType<Checking["Checker"]>;

/**
 * The typed text cannot be checked. `code` is one from docs/check.md, Normalising; `sites` are
 * those whose profiles can be checked.
 */
export class NotReadable extends Error {
  readonly code: string;
  readonly sites: readonly string[];

  constructor(code: string, sites: readonly string[]) {
    super(`This cannot be read: ${code}.`);
    this.code = code;
    this.sites = sites;
  }
}

/** What to check, as somebody typed it. Only phone numbers use `region`. */
export interface Asked {
  kind: string;
  value: string;
  region: string;
}

/** Says that something could not be verified; `code` is one from docs/check.md. */
export class Unverified extends Error {
  readonly code: string;

  constructor(code: string) {
    super(`This could not be verified: ${code}.`);
    this.code = code;
  }
}

/** Remaining checks; `atMost` if another device may have made some of them. */
export interface Left {
  count: number;
  atMost: boolean;
}

interface Ready {
  checking: Checking;
  checker: Checker;
}

/** The texts of a verified feed. One that cannot be read counts as unknown, not as taken back. */
function textsOf({ texts, warnings }: Feed, { fromCanonicalJson }: Checking): Texts {
  const pairs = texts ? (fromCanonicalJson(fromB64u(texts)) as [string, string][]) : [];
  const standing = warningsIn(warnings);
  const names = standing.unread ? [] : pairs.map(([reference]) => reference);
  return { standing: standing.all, released: new Set(names) };
}

/** Resolves with null when the wait ends. */
function nullAt(ending: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    ending.addEventListener("abort", () => resolve(null), { once: true });
  });
}

/** The tokens of a new batch, issued under another key of the same day, that are not spent yet. */
function unspentOf(tokens: readonly Token[], unspent: readonly Token[]): Token[] {
  const nonces = new Set(unspent.map(({ nonce }) => b64u(nonce)));
  return tokens.filter(({ nonce }) => nonces.has(b64u(nonce)));
}

/**
 * Milliseconds after which the server may close an idle connection; we reopen it before it is
 * needed.
 */
const WARM = 20_000;

export class Checks {
  readonly #member: Member;
  #ready: Promise<Ready> | undefined;
  #wallet: Wallet | undefined;
  #stored: StoredWallet | null = null;
  #known: { feed: Feed; texts: Texts } | undefined;
  #feed: Promise<Feed> | undefined;
  #warmedAt = 0;
  /** Whether a first wallet may be stored: tokens were issued here, and the page is still open. */
  #mayBegin = false;
  #closed = false;

  constructor(member: Member) {
    this.#member = member;
  }

  /** Called when the page locks or the member leaves: work that still runs stores no tokens. */
  close(): void {
    this.#closed = true;
  }

  /** How many checks are left today; null while that is not known. */
  get left(): Left | null {
    return this.#stored && { count: this.#stored.unspent.length, atMost: this.#stored.again };
  }

  /** Fetch and verify all that a check needs. @throws Unverified */
  async prepare(): Promise<void> {
    const { checker } = await this.#made();
    await this.#verified(() => checker.prepare());
    this.#warmedAt = Date.now();
    this.#note();
  }

  /** The whole feed, as the server sent it. @throws CallError */
  feed(): Promise<Feed> {
    if (!this.#feed) {
      const feed = fetchFeed();
      feed.catch(() => {
        this.#feed = undefined;
      });
      this.#feed = feed;
    }
    return this.#feed;
  }

  /**
   * Fetch the whole feed again. Only a timer calls this: a fetch because of a check or its result
   * would reveal it. If it fails, the last feed stays. @throws CallError
   */
  async renewFeed(): Promise<void> {
    const feed = await fetchFeed();
    this.#feed = Promise.resolve(feed);
  }

  /** The feed, once we know that it belongs to the release. @throws Unverified, CallError */
  async verifiedFeed(): Promise<Feed> {
    // Fetch it together with the release, because each takes a round trip.
    const fetched = this.feed();
    const { checking, checker } = await this.#made();
    const { number } = await this.#verified(() => checker.prepare());
    const isEarlier = ((await fetched).release ?? 0) < number;
    if (isEarlier && this.#feed === fetched) this.#feed = undefined;
    const feed = await this.feed();
    const { release } = feed;
    // There is a release, so warnings without one cannot be trusted.
    if (release === null) throw new Unverified("wrong-texts");
    if (this.#known?.feed !== feed) {
      await this.#verified(() => checker.verifyFeed({ ...feed, release }));
    }
    this.#known = { feed, texts: textsOf(feed, checking) };
    return feed;
  }

  /** Open the connections and refresh everything before the person has finished typing. */
  async warm(): Promise<void> {
    if (Date.now() - this.#warmedAt < WARM) return;
    this.#warmedAt = Date.now();
    await this.prepare().catch(() => undefined);
    const asking = { credentials: "omit", cache: "no-store" } as const;
    const sites = ["", keyholderUrl()].map((site) => fetch(`${site}/check/keys`, asking));
    await Promise.allSettled(sites);
  }

  /** Check. @throws NotReadable */
  async check({ kind, value, region }: Asked): Promise<Outcome> {
    const patience = new Patience(PATIENCE);
    try {
      return await this.#checked({ kind, value, region }, patience.signal);
    } catch (error) {
      if (error instanceof NotReadable) throw error;
      const code = await this.#codeOf(error);
      return code === "quota" ? { is: "no-checks-left" } : { is: "failed", code };
    } finally {
      patience.end();
      this.#warmedAt = Date.now();
      this.#note();
    }
  }

  async #checked(asked: Asked, ending: AbortSignal): Promise<Outcome> {
    const { checking, checker } = await this.#made();
    const identifier = this.#normalised(checking, asked);
    // If this fails the check would fail too, so do not wait for it twice.
    await checker.prepare(ending);
    // Request them before anything is found, so that the request reveals nothing.
    const texts = Promise.race([this.#texts(), nullAt(ending)]);
    // If the check finds nothing, or fails, nobody needs them.
    texts.catch(() => undefined);
    const { labels } = await checker.check(identifier, ending);
    const named = labels.map(({ kind, reference }) => ({
      kind: checking.WARNING_KINDS[kind] ?? "other",
      reference,
    }));
    const whole = checking.looksWhole(identifier);
    const shown = named.length > 0 ? await texts : null;
    return outcomeOf(named, shown, { text: identifier.canonical, whole });
  }

  #normalised(checking: Checking, { kind, value, region }: Asked) {
    try {
      return checking.normalise(kind, value, region);
    } catch (error) {
      if (error instanceof checking.CheckError) {
        throw new NotReadable(error.code, checking.PLATFORM_NAMES);
      }
      throw error;
    }
  }

  /**
   * The verified texts; null if they cannot be loaded: the page then shows only a warning's kind.
   */
  async #texts(): Promise<Texts | null> {
    try {
      await this.verifiedFeed();
      return this.#known?.texts ?? null;
    } catch (error) {
      if (error instanceof Unverified || error instanceof CallError) return null;
      throw error;
    }
  }

  #made(): Promise<Ready> {
    if (!this.#ready) {
      const ready = this.#make();
      ready.catch(() => {
        this.#ready = undefined;
      });
      this.#ready = ready;
    }
    return this.#ready;
  }

  async #make(): Promise<Ready> {
    const [kept, named] = [this.#member.settings.pins, shownPins()];
    if (!named || !kept) throw new Unverified("not-set-up");
    const checking = await this.#loaded();
    this.#stored = await storedWallet(this.#member.keys);
    this.#wallet = new checking.Wallet(this.#issuer(checking), this.#stored?.unspent);
    const bytes = ({ release, log }: typeof kept) => ({
      release: fromB64u(release),
      log: fromB64u(log),
    });
    const checker = new checking.Checker({
      platform: "",
      keyholder: keyholderUrl(),
      pins: { kept: bytes(kept), named: bytes(named) },
      wallet: this.#wallet,
    });
    return { checking, checker };
  }

  async #loaded(): Promise<Checking> {
    try {
      return await loadModule("checking");
    } catch {
      throw new Unverified("unreachable-platform");
    }
  }

  /**
   * The server issues a day's tokens once for its key; once their wallet is empty, it stays empty.
   */
  #issuer(checking: Checking): ConstructorParameters<Checking["Wallet"]>[0] {
    let again = false;
    const issue = checking.memberIssuer(this.#member.keys.tokens, async (blinded) => {
      const answer = await members.post("tokens", { blinded });
      again = answer.again === true;
      return answer;
    });
    return async (day) => {
      const before = this.#stored;
      if (before && checking.isOf(before, day)) return [];
      const issued = await issue(day);
      const isRenewed = before?.day === day.day;
      const unspent = isRenewed ? unspentOf(issued, before.unspent) : issued;
      const key = b64u(day.publicKey);
      this.#stored = { day: day.day, key, unspent, again: isRenewed ? before.again : again };
      this.#mayBegin = true;
      return unspent;
    };
  }

  /** Note which tokens are left, here and in the browser's storage. */
  #note(): void {
    if (!this.#wallet || !this.#stored) return;
    this.#stored = { ...this.#stored, unspent: [...this.#wallet.unspent] };
    void storeWallet(this.#stored, this.#member.keys, () => this.#mayBegin && !this.#closed);
  }

  async #verified<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw new Unverified(await this.#codeOf(error));
    }
  }

  async #codeOf(error: unknown): Promise<string> {
    if (error instanceof Unverified) return error.code;
    if (error instanceof CallError) {
      return error.status === 0 ? "unreachable-platform" : error.code;
    }
    const { checking } = await this.#made();
    if (error instanceof checking.Unreachable) return `unreachable-${error.evaluator}`;
    return error instanceof checking.CheckError ? error.code : "fault";
  }
}
