/** Shows what the linter marks: under the text while somebody writes it, and again at the end. */

import { nameOf } from "../../report/names.ts";
import { fill, h } from "../../ui/dom.ts";
import { t, tn } from "../../ui/messages.ts";
import { need } from "../../ui/parts.ts";
import { placeFacts } from "../../ui/place-facts.ts";
import { inSlices } from "../../ui/slices.ts";
import type { TextField } from "./form.ts";
import { type Finding, lint, type Reason, writtenIn } from "./linter/linter.ts";
import {
  EMPTY_INDEX,
  indexReport,
  type ReportIndex,
  type ReportTexts,
} from "./linter/report-index.ts";

/** Milliseconds without typing after which the text is checked. */
const PAUSE = 400;
/** Characters shown before and after the marked words. */
const AROUND = 24;
/** How many findings to list at once: a text that fits has fewer. */
const MOST_LISTED = 200;

function why(reason: Reason): string {
  switch (reason) {
    case "time":
      return t("A time of day: who was there then?");
    case "date":
      return t("A day: the months above are enough.");
    case "postcode":
      return nameOf("place-words", "postcode");
    case "premises":
      return t("A street, or a place where somebody works.");
    case "place":
      return t("The report names this place.");
    case "name":
      return t("A name that stands in the report.");
    case "first-person":
      return t("This sounds as if they were speaking themselves.");
    case "contact":
      return t("A number or an address: it belongs below, where nobody can read it.");
    case "copied":
      return t("These are their own words. Somebody could know them by the way they speak.");
  }
}

/** A finding in one of the texts, and that text as it was when it was checked. */
interface Placed {
  finding: Finding;
  text: TextField;
  value: string;
}

/** The marked words with a little of the text around them, and the reason. */
function explained({ finding, text, value }: Placed): HTMLElement[] {
  const before = value.slice(Math.max(finding.start - AROUND, 0), finding.start);
  const after = value.slice(finding.end, finding.end + AROUND);
  return [
    h(
      "span",
      { class: "quote", dir: "auto", lang: text.language },
      finding.start > AROUND && "…",
      before,
      h("mark", {}, finding.words),
      after,
      finding.end + AROUND < value.length && "…",
    ),
    h("span", { class: "why" }, why(finding.reason)),
  ];
}

const keyOf = ({ finding, text }: Placed): string =>
  [text.language, finding.reason, finding.words].join("\n");

export class Findings {
  readonly #texts: readonly TextField[];
  readonly #part = need("#findings", HTMLElement);
  readonly #written = writtenIn(placeFacts());
  #index: Promise<ReportIndex | null> = Promise.resolve(EMPTY_INDEX);
  #timer = 0;
  #complete = true;
  /** Number the newest lint and the newest report; older work stops. */
  #turn = 0;
  #report = 0;
  /** The words that the person chose to keep. */
  readonly #kept = new Set<string>();

  constructor(texts: readonly TextField[]) {
    this.#texts = texts;
    for (const { field } of texts) {
      field.addEventListener("input", () => {
        this.#stopLooking();
        this.#timer = window.setTimeout(() => void this.show(), PAUSE);
      });
    }
  }

  /** Compare with this report from now on. */
  async compareWith(texts: ReportTexts): Promise<void> {
    this.#report += 1;
    const mine = this.#report;
    this.#index = inSlices(indexReport(texts), () => mine === this.#report);
    await this.show();
  }

  /** Forget the report, and what the comparison with it found. */
  clear(): void {
    this.#stopLooking();
    this.#report += 1;
    this.#index = Promise.resolve(EMPTY_INDEX);
    this.#part.hidden = true;
    fill(need("#findings-list", HTMLElement));
    fill(need("#keep-words-list", HTMLElement));
  }

  /** Check the texts again, unless they change meanwhile. */
  async show(): Promise<void> {
    this.#stopLooking();
    const mine = this.#turn;
    const all = await this.#look(() => mine === this.#turn);
    if (all) this.#list(all);
  }

  /** Ask once whether the marked words should stay. Resolves with whether to go on. */
  async agreed(): Promise<boolean> {
    this.#stopLooking();
    const mine = this.#report;
    const all = await this.#look(() => mine === this.#report);
    if (!all) return false;
    this.#list(all);
    const open = all.filter((placed) => !this.#kept.has(keyOf(placed)));
    if (!open.length) return true;
    const dialog = need("#keep-words", HTMLDialogElement);
    const lines = listed(open, (placed) => explained(placed));
    fill(need("#keep-words-list", HTMLElement), ...lines);
    if (!(await asked(dialog))) {
      select(open[0]);
      return false;
    }
    for (const placed of open) this.#kept.add(keyOf(placed));
    return true;
  }

  #stopLooking(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
  }

  async #look(wanted: () => boolean): Promise<Placed[] | null> {
    const all: Placed[] = [];
    const index = await this.#index;
    if (!index) return null;
    this.#complete = index.complete;
    for (const text of this.#texts) {
      const { value } = text.field;
      const found = await inSlices(lint(value, index, this.#written), wanted);
      if (!found) return null;
      for (const finding of found) all.push({ finding, text, value });
    }
    return all;
  }

  #list(all: readonly Placed[]): void {
    const lines = listed(all, (placed) => [seeing(placed)]);
    if (!this.#complete) lines.push(h("li", {}, onlyBeginning()));
    fill(need("#findings-list", HTMLElement), ...lines);
    this.#part.hidden = lines.length === 0;
    const count = need("#findings-count", HTMLElement);
    const summary = all.length
      ? tn(
          "{count} thing to look at below the text",
          "{count} things to look at below the text",
          all.length,
        )
      : "";
    if (count.textContent !== summary) fill(count, summary);
  }
}

/** A line for each finding, and one that says how many more there are. */
function listed(all: readonly Placed[], line: (placed: Placed) => HTMLElement[]): HTMLElement[] {
  const lines = all.slice(0, MOST_LISTED).map((placed) => h("li", {}, ...line(placed)));
  const left = all.length - lines.length;
  if (left > 0) lines.push(h("li", {}, tn("And {count} more.", "And {count} more.", left)));
  return lines;
}

const onlyBeginning = () =>
  t("This conversation is very long. Only its beginning was compared with your text.");

function seeing(placed: Placed): HTMLElement {
  const onclick = () => select(placed);
  return h("button", { type: "button", class: "finding", onclick }, ...explained(placed));
}

function select(placed: Placed | undefined): void {
  if (!placed) return;
  const { field } = placed.text;
  field.closest("details")?.setAttribute("open", "");
  field.focus();
  field.setSelectionRange(placed.finding.start, placed.finding.end);
}

/** Whether the reader says yes in a dialog; Escape and the other button mean no. */
export function asked(dialog: HTMLDialogElement): Promise<boolean> {
  dialog.returnValue = "";
  dialog.showModal();
  need("h2", HTMLElement, dialog).focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
