/** The members' home: the check, and below it the feed. */

import { clearFaults, explain, Fault, onSubmit } from "../desk/attempt.ts";
import { t, tn } from "../page/messages.ts";
import { byId, need } from "../reporter/parts.ts";
import { nameRegions } from "../warnings/region-names.ts";
import { clearAnswer, reason, showAnswer } from "./answer.ts";
import { Checks, type Left, NotReadable, Unverified } from "./checks.ts";
import type { Member, Room } from "./door.ts";
import { hideFeed, sayFeedFault, showFeed } from "./feed.ts";
import { showKind, whyNotReadable } from "./kinds.ts";

/** Before the release and the keys are ten minutes old they are asked for again, in milliseconds. */
const REFRESH = 5 * 60_000;

/** Codes that tell of something missing for now, and not of something wrong. */
const MISSING = new Set([
  "unreachable",
  "unreachable-platform",
  "unreachable-keyholder",
  "no-release",
  "not-set-up",
  "day-differs",
  "tokens-issued",
]);

export class Home implements Room {
  readonly #form = need("#check-form", HTMLFormElement);
  readonly #value = need("#value", HTMLInputElement);
  readonly #region = need("#region", HTMLSelectElement);
  #member: Member | null = null;
  #checks: Checks | null = null;
  #timer = 0;

  constructor() {
    nameRegions(this.#region);
    showKind(this.#kind());
    onSubmit(this.#form, () => this.#check(), t("Checking…"));
    byId("kinds").addEventListener("change", () => this.#changeKind());
    this.#value.addEventListener("focus", () => void this.#checks?.warm());
    // The browser may keep the page as it is for its Back button: not what was typed.
    addEventListener("pagehide", () => this.#forget());
  }

  async open(member: Member): Promise<void> {
    this.#member = member;
    this.#checks = new Checks(member);
    this.#timer = window.setInterval(() => void this.#prepare(), REFRESH);
    await Promise.all([this.#prepare(), this.#showFeed()]);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#member = null;
    this.#checks?.close();
    this.#checks = null;
    this.#forget();
    hideFeed();
    byId("left").textContent = "";
  }

  #kind(): string {
    return need("[name=kind]:checked", HTMLInputElement, this.#form).value;
  }

  /** What is no phone number may be a profile. */
  #changeKind(): void {
    clearFaults(this.#form);
    showKind(this.#kind());
  }

  #forget(): void {
    this.#value.value = "";
    clearAnswer();
  }

  /** In the background: what stands in the way is said by the check itself. */
  async #prepare(): Promise<void> {
    const checks = this.#checks;
    await checks?.prepare().catch(() => undefined);
    if (checks === this.#checks) this.#showLeft();
  }

  #showLeft(): void {
    byId("left").textContent = saidOf(this.#checks?.left ?? null);
  }

  async #check(): Promise<void> {
    const checks = this.#checks;
    if (!checks) return;
    clearAnswer();
    const asked = { kind: this.#kind(), value: this.#value.value, region: this.#region.value };
    try {
      const outcome = await checks.check(asked);
      // Locked meanwhile: the answer goes with the keys.
      if (checks === this.#checks) showAnswer(outcome);
    } catch (error) {
      if (!(error instanceof NotReadable)) throw error;
      throw new Fault("value", whyNotReadable(error.code, asked.kind));
    } finally {
      if (checks === this.#checks) this.#showLeft();
    }
  }

  async #showFeed(): Promise<void> {
    const { checks, areas } = { checks: this.#checks, areas: this.#member?.settings.areas ?? [] };
    if (!checks) return;
    sayFeedFault("");
    try {
      const feed = await checks.verifiedFeed();
      if (checks === this.#checks) showFeed(feed, areas);
    } catch (error) {
      if (checks === this.#checks) await this.#showUnverified(checks, areas, error);
    }
  }

  /** Changed texts are not shown; those that nobody could compare are, with a word about it. */
  async #showUnverified(checks: Checks, areas: string[], error: unknown): Promise<void> {
    if (!(error instanceof Unverified)) return sayFeedFault(explain(error));
    const { what, next } = reason(error.code);
    if (!MISSING.has(error.code)) {
      const refused = t("We do not show the warnings, because something is wrong:");
      return sayFeedFault(`${refused} ${what} ${next}`);
    }
    try {
      const feed = await checks.feed();
      if (checks !== this.#checks) return;
      showFeed(feed, areas);
      const said = t("We could not make sure that these warnings are as they were published:");
      sayFeedFault(`${said} ${what}`);
    } catch (failure) {
      sayFeedFault(explain(failure));
    }
  }
}

function saidOf(left: Left | null): string {
  if (!left) return t("You have 30 checks a day.");
  const { count, atMost } = left;
  if (!atMost || count === 0) {
    return tn("{count} check left today.", "{count} checks left today.", count);
  }
  return tn(
    "{count} check left today, or none if you used it before you logged in.",
    "{count} checks left today, or fewer if you used some before you logged in.",
    count,
  );
}
