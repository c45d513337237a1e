/** The members' home: the check, and below it the feed. */

import { clearFaults, explain, onSubmit } from "../session/attempt.ts";
import { Fault } from "../session/faults.ts";
import type { Feed } from "../session/generated-calls.ts";
import { fill } from "../ui/dom.ts";
import { t, tn } from "../ui/messages.ts";
import { byId, need } from "../ui/parts.ts";
import { placeFacts } from "../ui/place-facts.ts";
import { nameRegions } from "../ui/region-names.ts";
import { clearAnswer, replaceAnswer, showAnswer } from "./answer.ts";
import { knownAreas } from "./areas.ts";
import { Checks, type Left, NotReadable, Unverified } from "./checks.ts";
import { hideFeed, sayFeedBusy, sayFeedFault, showFeed } from "./feed.ts";
import { showKind, whyNotReadable } from "./kinds.ts";
import type { Member, MemberPage } from "./lock-screen.ts";
import { type Outcome, stillStanding } from "./outcome.ts";
import { profileAt } from "./profiles.ts";
import { reason } from "./reason.ts";
import { warningsIn } from "./warning.ts";

/**
 * Milliseconds after which the page fetches the feed, the release and the keys again: before they
 * are ten minutes old.
 */
const REFRESH = 5 * 60_000;

/** Codes that mean that something is missing for now, not wrong. */
const MISSING = new Set([
  "unreachable",
  "unreachable-platform",
  "unreachable-keyholder",
  "no-release",
  "not-set-up",
  "day-differs",
  "log-in",
  "tokens-issued",
  "project-tokens-issued",
]);

export class Home implements MemberPage {
  readonly #form = need("#check-form", HTMLFormElement);
  readonly #value = need("#value", HTMLInputElement);
  readonly #site = need("#site", HTMLSelectElement);
  readonly #region = need("#region", HTMLSelectElement);
  #member: Member | null = null;
  #checks: Checks | null = null;
  #timer = 0;
  /** The answer on the page. */
  #outcome: Outcome | null = null;
  /** The feed on the page, as JSON. */
  #drawn = "";
  /** What is in the field belongs to this kind; what was typed for the others is kept here. */
  #asking: string;
  readonly #typed = new Map<string, string>();

  constructor() {
    nameRegions(this.#region);
    this.#site.onchange = () => this.#changeKind();
    this.#asking = this.#kind();
    showKind(this.#asking);
    onSubmit(this.#form, () => this.#check(), t("Checking…"));
    byId("kinds").addEventListener("change", () => this.#changeKind());
    this.#value.addEventListener("focus", () => void this.#checks?.warm());
    // The browser may keep the page for its Back button, so clear what was typed.
    addEventListener("pagehide", () => this.#forget());
  }

  async open(member: Member): Promise<void> {
    this.#member = member;
    this.#checks = new Checks(member);
    this.#timer = window.setInterval(() => void this.#renew(), REFRESH);
    sayFeedBusy(t("Getting the warnings, and making sure that nobody changed them…"));
    await Promise.all([this.#prepare(), this.#showFeed()]);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#member = null;
    this.#checks?.close();
    this.#checks = null;
    this.#forget();
    this.#hideFeed();
    fill(byId("left"), "");
  }

  #kind(): string {
    return need("[name=kind]:checked", HTMLInputElement, this.#form).value;
  }

  /** A number does not stay in the field of another kind, nor its answer below. */
  #changeKind(): void {
    clearFaults(this.#form);
    this.#clearAnswer();
    this.#typed.set(this.#asking, this.#value.value);
    this.#asking = this.#kind();
    this.#value.value = this.#typed.get(this.#asking) ?? "";
    showKind(this.#asking);
  }

  #forget(): void {
    this.#value.value = "";
    this.#typed.clear();
    this.#clearAnswer();
  }

  #clearAnswer(): void {
    this.#outcome = null;
    clearAnswer();
  }

  /**
   * Runs on a timer, independent of checks: warnings taken back meanwhile disappear from the page.
   */
  async #renew(): Promise<void> {
    const checks = this.#checks;
    if (!checks) return;
    await Promise.all([this.#prepare(), checks.renewFeed().catch(() => undefined)]);
    if (checks === this.#checks) await this.#showFeed();
  }

  /** Prepare in the background; the check itself shows what fails. */
  async #prepare(): Promise<void> {
    const checks = this.#checks;
    await checks?.prepare().catch(() => undefined);
    if (checks === this.#checks) this.#showLeft();
  }

  #showLeft(): void {
    fill(byId("left"), leftText(this.#checks?.left ?? null));
  }

  async #check(): Promise<void> {
    const checks = this.#checks;
    if (!checks) return;
    this.#clearAnswer();
    const kind = this.#kind();
    const typed = this.#value.value;
    const value = kind === "handle" ? profileAt(this.#site.value, typed) : typed;
    const asked = { kind, value, region: this.#region.value };
    try {
      const outcome = await checks.check(asked);
      // The page was locked meanwhile: drop the answer with the keys.
      if (checks !== this.#checks) return;
      this.#outcome = outcome;
      showAnswer(outcome);
    } catch (error) {
      if (!(error instanceof NotReadable)) throw error;
      throw new Fault("value", whyNotReadable(error, asked.kind, placeFacts().examples));
    } finally {
      if (checks === this.#checks) this.#showLeft();
    }
  }

  async #showFeed(): Promise<void> {
    const checks = this.#checks;
    const areas = knownAreas(this.#member?.settings.areas ?? []);
    if (!checks) return;
    const fault = await this.#faultOfShowing(checks, areas);
    if (checks !== this.#checks) return;
    sayFeedBusy("");
    sayFeedFault(fault);
  }

  /** Show the feed. Resolves with a message about it; empty if all is well. */
  async #faultOfShowing(checks: Checks, areas: string[]): Promise<string> {
    try {
      this.#show(checks, await checks.verifiedFeed(), areas);
      return "";
    } catch (error) {
      return checks === this.#checks ? this.#showUnverified(checks, areas, error) : "";
    }
  }

  /** Show the feed, and remove from the answer the warnings that the feed no longer has. */
  #show(checks: Checks, feed: Feed, areas: string[]): void {
    if (checks !== this.#checks) return;
    // If nothing has changed, do not move the reader.
    const drawn = JSON.stringify(feed);
    if (drawn !== this.#drawn) showFeed(feed, areas);
    this.#drawn = drawn;
    const standing = this.#outcome && stillStanding(this.#outcome, warningsIn(feed.warnings).all);
    if (!standing || standing === this.#outcome) return;
    this.#outcome = standing;
    if (byId("answer").contains(document.activeElement)) showAnswer(standing);
    else replaceAnswer(standing);
  }

  #hideFeed(): void {
    this.#drawn = "";
    hideFeed();
  }

  /** Hide texts that were changed. Show texts that could not be compared, with a note. */
  async #showUnverified(checks: Checks, areas: string[], error: unknown): Promise<string> {
    if (!(error instanceof Unverified)) return explain(error);
    const { what, next } = reason(error.code);
    if (!MISSING.has(error.code)) {
      if (this.#drawn) this.#hideFeed();
      const refused = t("We do not show the warnings, because something is wrong:");
      return `${refused} ${what} ${next}`;
    }
    try {
      this.#show(checks, await checks.feed(), areas);
      const lead = t("We could not make sure that these warnings are as they were published:");
      return `${lead} ${what}`;
    } catch (failure) {
      return explain(failure);
    }
  }
}

function leftText(left: Left | null): string {
  if (!left) return t("You have 30 checks a day.");
  const { count, atMost } = left;
  if (count === 0) return t("No checks left today.");
  if (!atMost) {
    return tn("{count} check left today.", "{count} checks left today.", count);
  }
  return tn(
    "{count} check left today, or none if you used it before you logged in.",
    "{count} checks left today, or fewer if you used some before you logged in.",
    count,
  );
}
