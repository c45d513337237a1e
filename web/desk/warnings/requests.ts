/**
 * The page of requests for review: this browser opens them, and compares them with the project's
 * warnings.
 */

import { type Asked, REVIEW_REQUEST } from "../../report/opened.ts";
import { attempt } from "../../session/attempt.ts";
import type { ListedWarning, StoredRequest } from "../../session/generated-calls.ts";
import { say } from "../../session/parts.ts";
import { fill, h } from "../../ui/dom.ts";
import { inTurns } from "../../ui/in-turns.ts";
import { t } from "../../ui/messages.ts";
import { dayText, need, slot } from "../../ui/parts.ts";
import { placeFacts } from "../../ui/place-facts.ts";
import { inSlices } from "../../ui/slices.ts";
import { writtenText } from "../../ui/written.ts";
import { reportPage } from "../address.ts";
import { get, post } from "../calls.ts";
import { longer, whyNot } from "../case/case-view.ts";
import type { Desk, DeskPage } from "../lock-screen.ts";
import { called, type Opened, openAs } from "../records.ts";
import { showWaiting } from "../waiting.ts";
import { titleOf } from "./cards.ts";
import type { Draft } from "./draft.ts";
import { fetchWarnings, openDraft } from "./listing.ts";
import { naming, readings } from "./search.ts";

/** An opened warning of the project. */
interface Own extends Draft {
  listed: ListedWarning;
}

const part = (id: string) => need(`#${id}`, HTMLElement);
const root = () => part("review-requests");

const openRequest = (request: StoredRequest, { unlocked }: Desk): Promise<Opened<Asked>> =>
  openAs(request, { kind: "review-request", report: request.uid }, unlocked, REVIEW_REQUEST);

export class RequestsPage implements DeskPage {
  #desk: Desk | null = null;
  #own: Own[] = [];

  constructor() {
    const form = need("#find", HTMLFormElement);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#find();
    });
  }

  async open(desk: Desk): Promise<void> {
    this.#desk = desk;
    const [{ requests, more }, { warnings }] = await Promise.all([
      get("review-requests"),
      fetchWarnings(),
    ]);
    const standing = warnings.filter(({ state }) => state !== "ended");
    const drafts = await inTurns(standing, async (listed) => {
      const draft = await openDraft(listed, desk.unlocked);
      return draft ? [{ ...draft, listed }] : [];
    });
    const cards = await inTurns(requests, async (each) => ({
      request: each,
      asked: await openRequest(each, desk),
    }));
    if (this.#desk !== desk) return;
    this.#own = drafts.flat();
    fill(part("requests"), ...cards.map(({ request, asked }) => this.#card(request, asked)));
    part("requests-empty").hidden = requests.length > 0;
    part("requests-more").hidden = !more;
    if (!more) showWaiting("desk/review-requests/", requests.length);
    for (const { request, asked } of cards) {
      const place = document.getElementById(`named-${request.uid}`);
      if (place && asked.value) await this.#showMatches(place, asked.value.identifier);
    }
  }

  close(): void {
    this.#desk = null;
    this.#own = [];
    need("#find-typed", HTMLInputElement).value = "";
    fill(part("requests"));
    fill(part("find-text"));
  }

  async #find(): Promise<void> {
    const typed = need("#find-typed", HTMLInputElement).value;
    fill(part("find-text"));
    if (typed.trim()) await this.#showMatches(part("find-text"), typed);
  }

  /**
   * Show which of the project's warnings name the typed text, unless the person leaves meanwhile.
   */
  async #showMatches(place: HTMLElement, typed: string): Promise<void> {
    const own = this.#own;
    const found = await inSlices(naming(typed, own, placeFacts().region), () => own === this.#own);
    if (found) fill(place, ...this.#found(typed, found));
  }

  #found(typed: string, found: readonly Own[]): HTMLElement[] {
    if (!found.length && !readings(typed, placeFacts().region).length)
      return [h("p", {}, unread())];
    if (!found.length) return [h("p", {}, t("None of your warnings names it."))];
    const lines = found.map(({ listed, ...draft }) => {
      const text = t("{kind} (report {name})", {
        kind: titleOf(draft),
        name: called(listed.report),
      });
      return h("li", {}, h("a", { href: reportPage(listed.report.uid) }, text));
    });
    return [h("p", {}, t("Your warnings that name it:")), h("ul", {}, ...lines)];
  }

  #card(request: StoredRequest, asked: Opened<Asked>): HTMLElement {
    const day = dayText(request.day);
    const close = () =>
      void attempt(root(), async () => {
        await post(`review-requests/${request.uid}/close`);
        if (this.#desk) await this.open(this.#desk);
        say(slot(root(), "done"), t("Closed."));
      });
    const label = h("span", { class: "sr" }, `: ${day}`);
    return h(
      "li",
      { class: "panel", "data-request": request.uid },
      h("h2", {}, t("Request of {day}", { day })),
      ...(asked.value ? this.#asked(asked.value, request) : [h("p", {}, whyNot(asked.why))]),
      asked.cut && h("p", { class: "quiet" }, longer()),
      h(
        "div",
        { class: "actions" },
        h(
          "button",
          { type: "button", class: "button second small", onclick: close },
          t("Close"),
          label,
        ),
      ),
    );
  }

  #asked({ identifier, what, answer }: Asked, { uid }: StoredRequest): HTMLElement[] {
    const rows: [string, string][] = [
      [t("What they asked about"), identifier],
      [t("What they say"), what],
      [t("Where to answer"), answer],
    ];
    const facts = rows
      .filter(([, value]) => value)
      .flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, ...writtenText(value))]);
    return [h("dl", { class: "answers" }, ...facts), h("div", { id: `named-${uid}` })];
  }
}

/** A separate text, because text that cannot be read was not searched for. */
const unread = () =>
  t(
    "We could not look for this: it is no number, address, plate or profile as it stands. Look for what is in it yourself, below.",
  );
