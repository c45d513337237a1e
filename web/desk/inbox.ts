/** The inbox page: lines appear as pages of reports arrive and open. */

import { fill, h } from "../page/dom.ts";
import { inTurns } from "../page/in-turns.ts";
import { t, tn } from "../page/messages.ts";
import { inSlices, type Steps } from "../page/slices.ts";
import type { Report } from "../report/opened.ts";
import { nameOf } from "../reporter/names.ts";
import { formatted, locale, need } from "../reporter/parts.ts";
import { rowsOf } from "../reporter/report.ts";
import { fingerprint } from "../sealing/keys.ts";
import { reportPage } from "./address.ts";
import { attempt, clearFaults, showFailure } from "./attempt.ts";
import { get } from "./calls.ts";
import { type Desk, type Room, renewed } from "./door.ts";
import { ownPublicKey } from "./keys.ts";
import {
  addSaid,
  type Filter,
  isSearchedInPart,
  MOST_OF_REPORT,
  type Row,
  type Sorted,
  searchable,
  sorted,
} from "./listing.ts";
import {
  called,
  type Names,
  type Opened,
  openReport,
  type SealedBy,
  type Summary,
} from "./records.ts";
import { allSaid } from "./said.ts";
import { statusTag } from "./tags.ts";
import { fetchTeam, namesOf } from "./team.ts";

interface Page {
  reports: Summary[];
  next: string | null;
  deleted: number;
}

interface Line extends Row, Names {
  /** The day on which it is deleted for good unless somebody keeps it. */
  goesOn: string | null;
  day: string;
  sealedBy: SealedBy;
  /** Photos that arrived; the report itself only says how many were meant to follow. */
  photos: number;
  report: Opened<Report>;
}

/** Lines shown before "Show more". */
const AT_FIRST = 100;
/** Letters of a report's beginning that a line holds; the style cuts it to the width. */
const BEGINNING = 200;

const root = () => need("#inbox", HTMLElement);
const form = () => need("#filters", HTMLFormElement);

function readFilter(): Filter {
  const data = new FormData(form());
  return {
    status: `${data.get("status")}` as Filter["status"],
    mine: data.get("whose") === "mine",
    search: need("#search", HTMLInputElement).value.trim(),
  };
}

const namesIn = (names: Names): string[] => [called(names), names.reference];

function wordsOf(names: Names, { value }: Opened<Report>): Steps<string> {
  const said = value ? rowsOf(value).flatMap(({ lines }) => lines) : [];
  return searchable([[...namesIn(names), ...said].join("\n").slice(0, MOST_OF_REPORT)]);
}

export class Inbox implements Room {
  #me = "";
  #names = new Map<string, string>();
  #lines: Line[] = [];
  #shown = AT_FIRST;
  /** Whether pages are still arriving; a newer opening makes an older one stop. */
  #turn = 0;
  #loading = false;
  /** The newest sorting of the lines; an older one stops. */
  #look = 0;
  /** How many reports were opened so far. */
  #opened = 0;
  /** Whether messages and notes are, or were, fetched for a search. */
  #searched = false;
  #searching = false;
  #desk: Desk | null = null;

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
    need("#look-again", HTMLButtonElement).onclick = () => location.reload();
    need("#look-for-new", HTMLButtonElement).onclick = () =>
      attempt(root(), () => this.#lookForNew());
    need("#lines", HTMLElement).addEventListener("keydown", moveAmongLines);
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
    need("#no-key", HTMLElement).hidden = !keyless;
    need("#listing", HTMLElement).hidden = keyless;
    if (keyless) return showFingerprint(desk);
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
  }

  /** Fetch all anew: nothing comes by itself while the page is open. */
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

  /** With the first search, open what was said after the reports: it is much, and often unused. */
  async #searchFurther(): Promise<void> {
    const [desk, turn] = [this.#desk, this.#turn];
    if (!desk || this.#loading || this.#searched || !readFilter().search) return;
    this.#searched = this.#searching = true;
    clearFaults(root());
    try {
      await this.#openSaid(desk, turn);
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

  async #openSaid(desk: Desk, turn: number): Promise<void> {
    this.#show();
    for await (const said of allSaid(desk.unlocked)) {
      if (turn !== this.#turn) return;
      await inSlices(addSaid(this.#lines, said), () => turn === this.#turn);
      this.#show();
    }
  }

  async #loadPages(desk: Desk, turn: number): Promise<void> {
    let before = "";
    for (let more = true; more; ) {
      const page: Page = await get<Page>(`reports${before}`);
      const lines = await inTurns(
        page.reports,
        (each) => lineOf(each, desk),
        (done) => this.#tellOpened(turn, this.#lines.length + done),
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
    need("#more", HTMLElement).hidden = found.length <= this.#shown;
    fill(need("#told", HTMLElement), this.#told(found.length, filter));
  }

  #tellOpened(turn: number, opened: number): void {
    if (turn !== this.#turn) return;
    this.#opened = opened;
    fill(need("#told", HTMLElement), this.#opening());
  }

  #opening(): string {
    if (!this.#opened) return t("Opening more reports…");
    return tn(
      "Opening more reports… {count} is open.",
      "Opening more reports… {count} are open.",
      this.#opened,
    );
  }

  #told(found: number, filter: Filter): string {
    if (this.#loading) return this.#opening();
    if (this.#searching) return t("Looking through the conversations…");
    const part = filter.search && isSearchedInPart(this.#lines) ? ` ${searchedInPart()}` : "";
    if (found) return tn("{count} report", "{count} reports", found) + part;
    if (!this.#lines.length) return t("No reports yet.");
    if (filter.search) {
      return t("Nothing found. Try fewer words, or choose All and Everyone’s.") + part;
    }
    return t("Nothing here. Well done.");
  }

  #item(line: Line): HTMLElement {
    const has = line.assignedTo ? (this.#names.get(line.assignedTo) ?? t("Somebody who left")) : "";
    const link = h(
      "a",
      { class: "line", href: reportPage(line.uid), "data-status": line.status },
      h("span", { class: "number" }, called(line)),
      h("span", { class: "start", dir: "auto" }, beginning(line.report)),
      h("span", { class: "place" }, nameOf("borough", line.report.value?.borough ?? "")),
      h("span", { class: "hand" }, has),
      h("span", { class: "status" }, statusTag(line.status)),
      h("span", { class: "more" }, ...more(line)),
      h("time", { datetime: line.day }, shortDay(line.day)),
    );
    return h("li", {}, link);
  }
}

async function lineOf(summary: Summary, { unlocked }: Desk): Promise<Line> {
  const report = await openReport(summary, unlocked);
  return {
    uid: summary.uid,
    reference: summary.reference,
    number: summary.number,
    status: summary.status,
    aside: summary.aside !== null,
    goesOn: summary.aside?.due_on ?? null,
    assignedTo: summary.assigned_to,
    day: summary.received_on,
    sealedBy: summary.sealed_by,
    photos: summary.photos,
    report,
    words: (await inSlices(wordsOf(summary, report))) ?? "",
  };
}

async function showFingerprint({ unlocked }: Desk): Promise<void> {
  const digits = await fingerprint(await ownPublicKey(unlocked));
  fill(need("#no-key-fingerprint", HTMLElement), digits);
}

const searchedInPart = () => t("Very long conversations are searched in part.");

function beginning({ value, why }: Opened<Report>): string {
  if (!value) return why === "locked" ? t("Cannot be opened here") : t("Cannot be read");
  return value.what.slice(0, BEGINNING).replace(/\s+/g, " ").trim() || t("(no text)");
}

function more({ goesOn, report, sealedBy, photos }: Line): HTMLElement[] {
  const told = [
    goesOn ? t("Goes on {day}", { day: shortDay(goesOn) }) : "",
    report.why === "locked" ? t("Not opened") : "",
    report.why === "unreadable" ? t("Not written by our pages") : "",
    report.cut ? t("Longer than it may be") : "",
    sealedBy === "server" ? t("Locked by the server") : "",
    sealedBy === "caseworker" ? t("Written down by a caseworker") : "",
    photos ? tn("{count} photo", "{count} photos", photos) : "",
  ];
  return told.filter(Boolean).map((each) => h("span", {}, each));
}

function showDeleted(deleted: number): void {
  fill(
    need("#deleted", HTMLElement),
    deleted
      ? tn("{count} was deleted by its writer.", "{count} were deleted by their writers.", deleted)
      : "",
  );
}

function shortDay(day: string): string {
  const [year] = day.split("-");
  const thisYear = `${new Date().getFullYear()}` === year;
  const format: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", timeZone: "UTC" };
  if (!thisYear) format.year = "numeric";
  return formatted(new Intl.DateTimeFormat(locale(), format), `${day}T00:00:00Z`, day);
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
