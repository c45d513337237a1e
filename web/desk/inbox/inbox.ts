/** The inbox page: lines appear as pages of reports arrive and open. */

import { attempt, clearFaults, showFailure } from "../../session/attempt.ts";
import type { InboxPage } from "../../session/generated-calls.ts";
import { say } from "../../session/parts.ts";
import { fill, h } from "../../ui/dom.ts";
import { inTurns } from "../../ui/in-turns.ts";
import { t, tn } from "../../ui/messages.ts";
import { dayText, need, slot } from "../../ui/parts.ts";
import { inSlices } from "../../ui/slices.ts";
import { boxNote } from "../../ui/written.ts";
import { DELETED, reportPage } from "../address.ts";
import { get } from "../calls.ts";
import { type Desk, type DeskPage, renewed } from "../lock-screen.ts";
import { called } from "../records.ts";
import { statusTag } from "../tags.ts";
import { lookAgainByButton, showNoKey } from "../team/no-key.ts";
import { fetchTeam, namesOf } from "../team/team.ts";
import { type Line, openLine, shortDay } from "./line.ts";
import {
  addMessages,
  type Filter,
  isSearchedInPart,
  otherList,
  type Sorted,
  sorted,
  wider,
} from "./listing.ts";
import { fetchMessages } from "./messages.ts";
import { Rubbish } from "./rubbish.ts";

/** Lines shown before "Show more". */
const AT_FIRST = 100;

type Counts = Sorted<Line>["counts"];

const root = () => need("#inbox", HTMLElement);
const done = () => slot(root(), "done");
const form = () => need("#filters", HTMLFormElement);

function readFilter(): Filter {
  const data = new FormData(form());
  return {
    status: `${data.get("status")}` as Filter["status"],
    mine: data.get("whose") === "mine",
    search: need("#search", HTMLInputElement).value.trim(),
  };
}

export class Inbox implements DeskPage {
  #me = "";
  #names = new Map<string, string>();
  #lines: Line[] = [];
  #shown = AT_FIRST;
  /** Numbers the newest opening: an older one stops. `#loading` says whether pages still arrive. */
  #turn = 0;
  #loading = false;
  /** Numbers the newest sorting of the lines; an older one stops. */
  #look = 0;
  /** How many reports are opened so far. */
  #opened = 0;
  /** Whether the page is fetching messages and notes for a search, or already has them. */
  #searched = false;
  #searching = false;
  #desk: Desk | null = null;
  readonly #rubbish = new Rubbish(() => this.#show());

  constructor() {
    form().addEventListener("input", () => {
      this.#shown = AT_FIRST;
      this.#show();
      void this.#searchFurther();
    });
    form().addEventListener("submit", (event) => event.preventDefault());
    need("#more button", HTMLButtonElement).onclick = () => {
      this.#shown += AT_FIRST;
      this.#show();
    };
    need("#elsewhere", HTMLButtonElement).onclick = () => this.#choose(otherList(readFilter()));
    lookAgainByButton();
    need("#look-for-new", HTMLButtonElement).onclick = () =>
      attempt(root(), () => this.#lookForNew());
    need("#lines", HTMLElement).addEventListener("keydown", moveAmongLines);
    forgetWithNextAct();
  }

  async open(desk: Desk): Promise<void> {
    this.#turn += 1;
    this.#desk = desk;
    this.#searched = this.#searching = false;
    this.#me = desk.keys.user.id;
    this.#lines = [];
    const { project, grants } = desk.keys;
    const given = grants.some(({ key }) => key === project.current);
    const keyless = !given || desk.unlocked.projectKeys.size === 0;
    need("#listing", HTMLElement).hidden = keyless;
    await showNoKey(desk, keyless);
    if (keyless || this.#desk !== desk) return;
    announceDeleted();
    this.#names = namesOf(await fetchTeam());
    await this.#load(desk, this.#turn);
  }

  close(): void {
    this.#turn += 1;
    this.#look += 1;
    this.#desk = null;
    this.#lines = [];
    need("#search", HTMLInputElement).value = "";
    fill(need("#lines", HTMLElement));
    this.#rubbish.close();
    say(done(), "");
  }

  /** Show a list, as if somebody pressed its button among the filters. */
  #choose(list: Filter["status"]): void {
    const choice = need(`[name="status"][value="${list}"]`, HTMLInputElement, form());
    choice.checked = true;
    choice.focus();
    this.#shown = AT_FIRST;
    this.#show();
  }

  /** Fetch everything again: an open page gets no updates by itself. */
  async #lookForNew(): Promise<void> {
    const desk = this.#desk;
    if (!desk) return;
    const now = await renewed(desk);
    if (this.#desk === desk) await this.open(now);
  }

  async #load(desk: Desk, turn: number): Promise<void> {
    this.#loading = true;
    this.#opened = 0;
    try {
      await this.#loadPages(desk, turn);
    } finally {
      if (turn === this.#turn) {
        this.#loading = false;
        this.#show();
        void this.#searchFurther();
      }
    }
  }

  /** Open messages and notes with the first search: there are many, and often nobody needs them. */
  async #searchFurther(): Promise<void> {
    const [desk, turn] = [this.#desk, this.#turn];
    if (!desk || this.#loading || this.#searched || !readFilter().search) return;
    this.#searched = this.#searching = true;
    clearFaults(root());
    try {
      await this.#openMessages(desk, turn);
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#searched = false;
      showFailure(root(), error);
    } finally {
      if (turn === this.#turn) {
        this.#searching = false;
        this.#show();
      }
    }
  }

  async #openMessages(desk: Desk, turn: number): Promise<void> {
    this.#show();
    for await (const messages of fetchMessages(desk.unlocked)) {
      if (turn !== this.#turn) return;
      await inSlices(addMessages(this.#lines, messages), () => turn === this.#turn);
      this.#show();
    }
  }

  async #loadPages(desk: Desk, turn: number): Promise<void> {
    let before = "";
    for (let more = true; more; ) {
      const page: InboxPage = await get("reports", before);
      const lines = await inTurns(
        page.reports,
        (each) => openLine(each, desk.unlocked, this.#names),
        (done) => this.#showOpened(turn, this.#lines.length + done),
      );
      if (turn !== this.#turn) return;
      this.#lines.push(...lines);
      this.#opened = this.#lines.length;
      more = page.next !== null;
      before = `?before=${page.next}`;
      showDeleted(page.deleted);
      this.#show();
    }
  }

  #show(): void {
    this.#look += 1;
    const look = this.#look;
    const filter = readFilter();
    const sorting = sorted(this.#lines, filter, this.#me);
    void inSlices(sorting, () => look === this.#look).then((found) => {
      if (found) this.#showSorted(found, filter);
    });
  }

  #showSorted({ rows: found, counts }: Sorted<Line>, filter: Filter): void {
    for (const part of form().querySelectorAll<HTMLElement>("[data-count]")) {
      fill(part, `${counts[part.dataset.count as Filter["status"]]}`);
    }
    const lines = found.slice(0, this.#shown).map((line) => this.#item(line));
    fill(need("#lines", HTMLElement), ...lines);
    fill(need("#boxes", HTMLElement), boxNote(...found.slice(0, this.#shown).map(startOf)));
    need("#more", HTMLElement).hidden = found.length <= this.#shown;
    const elsewhere = filter.search ? counts[otherList(filter)] : 0;
    fill(need("#summary", HTMLElement), this.#summary(found.length, filter, counts));
    showElsewhere(elsewhere, filter);
    this.#rubbish.show(found);
    showGoing(this.#lines);
  }

  #showOpened(turn: number, opened: number): void {
    if (turn !== this.#turn) return;
    this.#opened = opened;
    fill(need("#summary", HTMLElement), this.#opening());
  }

  #opening(): string {
    if (!this.#opened) return t("Opening more reports…");
    return tn(
      "Opening more reports… {count} is open.",
      "Opening more reports… {count} are open.",
      this.#opened,
    );
  }

  #summary(found: number, filter: Filter, counts: Counts): string {
    if (this.#loading) return this.#opening();
    if (this.#searching) return t("Looking through the conversations…");
    const part = filter.search && isSearchedInPart(this.#lines) ? ` ${searchedInPart()}` : "";
    if (found) return tn("{count} report", "{count} reports", found) + part;
    if (!this.#lines.length) return t("No reports yet.");
    if (filter.search) return nothingFound(filter, counts) + part;
    return t("Nothing here. Well done.");
  }

  #item(line: Line): HTMLElement {
    const link = h(
      "a",
      { class: "line", href: reportPage(line.uid), "data-status": line.status },
      h("span", { class: "number" }, called(line)),
      h("span", { class: "start", dir: "auto" }, line.start),
      h("span", { class: "place" }, line.place),
      h("span", { class: "hand" }, line.hand),
      h("span", { class: "status" }, statusTag(line.status)),
      h("span", { class: "more" }, ...line.more.map((each) => h("span", {}, each))),
      h("time", { datetime: line.day }, shortDay(line.day)),
    );
    return h("li", {}, link);
  }
}

/** What to do if a search finds nothing in its list. A button says what the other list has. */
function nothingFound(filter: Filter, counts: Counts): string {
  if (counts[otherList(filter)]) return t("Nothing found in this list.");
  const choice = wider(filter, counts);
  if (choice === "inbox") return t("Nothing found. Try fewer words, or choose In the inbox.");
  if (choice === "everyone") return t("Nothing found. Try fewer words, or choose Everyone’s.");
  return t("Nothing found. Try fewer words.");
}

const startOf = ({ start }: Line): string => start;
const searchedInPart = () => t("Very long conversations are searched in part.");

/** The message about the last action stays until the next action on the list. */
function forgetWithNextAct(): void {
  const listing = need("#listing", HTMLElement);
  listing.addEventListener("input", () => say(done(), ""));
  listing.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest("button")) say(done(), "");
  });
}

/** Say once that a report was deleted, after the reader comes from its page. */
function announceDeleted(): void {
  if (location.hash !== DELETED) return;
  history.replaceState(history.state, "", location.pathname);
  say(done(), t("The report is deleted for good."));
  done().focus();
}

/** Say what a search finds in the other list, which is not shown. */
function showElsewhere(count: number, filter: Filter): void {
  const button = need("#elsewhere", HTMLButtonElement);
  button.hidden = count === 0;
  fill(
    button,
    filter.status === "aside"
      ? tn("{count} in the inbox", "{count} in the inbox", count)
      : tn("{count} in Set aside", "{count} in Set aside", count),
  );
}

/**
 * Say if reports will be deleted for good unless somebody keeps them: this list does not show those
 * reports.
 */
function showGoing(lines: readonly Line[]): void {
  const going = lines.flatMap(({ uid, goesOn }) => (goesOn ? [{ uid, goesOn }] : []));
  const [first] = going.sort((one, other) => (one.goesOn < other.goesOn ? -1 : 1));
  need("#going", HTMLElement).hidden = !first;
  if (!first) return;
  const summary = tn(
    "Somebody asked to delete {count} report for good. It goes on {day} unless a colleague keeps it.",
    "Somebody asked to delete {count} reports for good. The first goes on {day} unless a colleague keeps it.",
    going.length,
    { day: dayText(first.goesOn) },
  );
  const part = need("#going-text", HTMLElement);
  // Screen readers do not read unchanged text out again.
  if (part.textContent !== summary) fill(part, summary);
  const link = need("#going a", HTMLAnchorElement);
  link.href = reportPage(first.uid);
  fill(link, going.length === 1 ? t("Look at it") : t("Look at the first"));
}

function showDeleted(deleted: number): void {
  fill(
    need("#deleted", HTMLElement),
    deleted
      ? tn("{count} was deleted by its writer.", "{count} were deleted by their writers.", deleted)
      : "",
  );
}

/** Arrow keys, Home and End move among the lines; Tab goes through them as well. */
function moveAmongLines(event: KeyboardEvent): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>("#lines .line")];
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
  if (to === undefined || at < 0) return;
  event.preventDefault();
  links[Math.min(Math.max(to, 0), links.length - 1)]?.focus();
}
