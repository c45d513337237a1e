/** Showing what the linter points at: under the text while it is written, and once more at the end. */

import { fill, h } from "../page/dom.ts";
import { t, tn } from "../page/messages.ts";
import { need } from "../reporter/parts.ts";
import type { TextField } from "./form.ts";
import { type Finding, lint, type Reason, type Said } from "./linter.ts";

/** Milliseconds without typing after which the text is looked at. */
const PAUSE = 400;
/** Characters shown before and after the words. */
const AROUND = 24;

function why(reason: Reason): string {
  switch (reason) {
    case "time":
      return t("A time of day: who was there then?");
    case "date":
      return t("A day: the months above are enough.");
    case "postcode":
      return t("A postcode: the boroughs above are enough.");
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

/** A finding in one of the texts. */
interface Placed {
  finding: Finding;
  text: TextField;
}

/** The words with a little of what stands around them, and why. */
function explained({ finding, text }: Placed): HTMLElement[] {
  const { value } = text.field;
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
  #said: Said = { texts: [], places: [] };
  #timer = 0;
  /** What somebody has said to keep. */
  readonly #kept = new Set<string>();

  constructor(texts: readonly TextField[]) {
    this.#texts = texts;
    for (const { field } of texts) {
      field.addEventListener("input", () => {
        clearTimeout(this.#timer);
        this.#timer = window.setTimeout(() => this.show(), PAUSE);
      });
    }
  }

  /** Compare with this report from now on. */
  compareWith(said: Said): void {
    this.#said = said;
    this.show();
  }

  /** Forget the report, and what was found in comparing with it. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#said = { texts: [], places: [] };
    this.#part.hidden = true;
    fill(need("#findings-list", HTMLElement));
    fill(need("#keep-words-list", HTMLElement));
  }

  /** Look at the texts again. */
  show(): void {
    const all = this.#look();
    const list = need("#findings-list", HTMLElement);
    fill(list, ...all.map((placed) => h("li", {}, seeing(placed))));
    this.#part.hidden = all.length === 0;
    const count = need("#findings-count", HTMLElement);
    const told = all.length
      ? tn(
          "{count} thing to look at below the text",
          "{count} things to look at below the text",
          all.length,
        )
      : "";
    if (count.textContent !== told) fill(count, told);
  }

  /** Ask once whether the words stay that are pointed at. Returns whether to go on. */
  async agreed(): Promise<boolean> {
    const open = this.#look().filter((placed) => !this.#kept.has(keyOf(placed)));
    this.show();
    if (!open.length) return true;
    const dialog = need("#keep-words", HTMLDialogElement);
    const lines = open.map((placed) => h("li", {}, ...explained(placed)));
    fill(need("#keep-words-list", HTMLElement), ...lines);
    if (!(await asked(dialog))) {
      select(open[0]);
      return false;
    }
    for (const placed of open) this.#kept.add(keyOf(placed));
    return true;
  }

  #look(): Placed[] {
    return this.#texts.flatMap((text) =>
      lint(text.field.value, this.#said).map((finding) => ({ finding, text })),
    );
  }
}

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

/** Whether the reader says yes in a dialog; Escape and the other button say no. */
export function asked(dialog: HTMLDialogElement): Promise<boolean> {
  dialog.returnValue = "";
  dialog.showModal();
  need("h2", HTMLElement, dialog).focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
