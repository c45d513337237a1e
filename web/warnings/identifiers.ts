/** The identifiers of a warning as they are typed or taken from the report, each normalised here. */

import { Fault } from "../desk/attempt.ts";
import { CheckError } from "../oblivious/errors.ts";
import { type Identifier, KINDS, type Kind, normalise } from "../oblivious/normalise/index.ts";
import { fill, h } from "../page/dom.ts";
import { t } from "../page/messages.ts";
import { need } from "../reporter/parts.ts";
import type { Known } from "../reporter/report.ts";
import { MOST_IDENTIFIERS } from "./draft.ts";

export function identifierKindName(kind: Kind): string {
  switch (kind) {
    case "tel":
      return t("Phone number");
    case "email":
      return t("E-mail address");
    case "plate":
      return t("Number plate");
    case "handle":
      return t("Profile");
  }
}

/** Why something typed cannot be checked, in words that help to mend it. */
function reason(error: unknown): string {
  if (!(error instanceof CheckError)) throw error;
  switch (error.code) {
    case "empty":
      return t("Write something here, or remove the line.");
    case "too-long":
      return t("This is too long.");
    case "not-a-number":
      return t(
        "This is not a whole phone number. Begin a foreign one with + and its country’s code.",
      );
    case "not-an-email":
      return t("This is not an e-mail address.");
    case "not-a-plate":
      return t("This is not a number plate. It has 2 to 12 letters and digits.");
    case "unknown-platform":
      return t("We do not know this site. Write the site’s name, a colon and the profile’s name.");
    default:
      return t("This is not a profile. Copy its address, or write the site, a colon and the name.");
  }
}

const sameAs = (one: Identifier) => (other: Identifier) =>
  one.kind === other.kind && one.canonical === other.canonical;

/** The kind by which something in a report can be checked. */
function kindOf({ kind }: Known): Kind | null {
  return kind === "profile" ? "handle" : (KINDS.find((known) => known === kind) ?? null);
}

interface Offered {
  kind: Kind;
  value: string;
  identifier: Identifier | null;
  problem: string;
}

function offeredOf(known: Known): Offered[] {
  const kind = kindOf(known);
  if (!kind) return [];
  try {
    const identifier = normalise(kind, known.value);
    return [{ kind, value: known.value, identifier, problem: "" }];
  } catch (error) {
    return [{ kind, value: known.value, identifier: null, problem: reason(error) }];
  }
}

export class IdentifierFields {
  readonly #rows = need("#identifiers", HTMLElement);
  readonly #offered = need("#offered", HTMLElement);
  #known: Offered[] = [];
  /** What was ticked, by its place in the report: it outlives a lock. */
  readonly #ticked = new Set<number>();
  #next = 1;

  constructor() {
    need("#add-identifier", HTMLButtonElement).onclick = () => {
      need("input", HTMLInputElement, this.#addRow("tel", "")).focus();
    };
  }

  /** Offer what the report says of who it was. */
  offer(who: readonly Known[]): void {
    this.#known = who.flatMap(offeredOf);
    fill(this.#offered, ...this.#known.map((each, at) => this.#choice(each, at)));
    need("#offered-box", HTMLElement).hidden = this.#known.length === 0;
    if (!this.#known.length && !this.#rows.children.length) this.#addRow("tel", "");
  }

  /** Show these, each in a line of its own unless the report offers it. */
  show(identifiers: readonly Identifier[]): void {
    this.#ticked.clear();
    fill(this.#rows);
    for (const identifier of identifiers) {
      const at = this.#known.findIndex(
        (each) => each.identifier && sameAs(identifier)(each.identifier),
      );
      if (at < 0) this.#addRow(identifier.kind, identifier.canonical);
      else this.#ticked.add(at);
    }
    fill(this.#offered, ...this.#known.map((each, at) => this.#choice(each, at)));
  }

  /** Take away what came from the report, and keep what was typed and ticked. */
  clearOffered(): void {
    this.#known = [];
    fill(this.#offered);
  }

  get typed(): boolean {
    return this.#lines().some(({ input }) => input.value.trim() !== "") || this.#ticked.size > 0;
  }

  /** What was chosen and typed, each once. @throws Fault */
  read(): Identifier[] {
    const chosen = this.#known.flatMap(({ identifier }, at) =>
      identifier && this.#ticked.has(at) ? [identifier] : [],
    );
    const all: Identifier[] = [];
    for (const identifier of [...chosen, ...this.#lines().flatMap(readLine)]) {
      if (!all.some(sameAs(identifier))) all.push(identifier);
    }
    if (!all.length) throw new Fault("identifiers", t("Choose or write at least one."));
    if (all.length > MOST_IDENTIFIERS) {
      throw new Fault("identifiers", t("There can be 20. Remove some."));
    }
    return all;
  }

  #choice({ kind, value, identifier, problem }: Offered, at: number): HTMLElement {
    const tick = h("input", {
      type: "checkbox",
      autocomplete: "off",
      disabled: !identifier,
      checked: identifier !== null && this.#ticked.has(at),
      onchange: () => {
        if (tick.checked) this.#ticked.add(at);
        else this.#ticked.delete(at);
      },
    });
    const checkedAs = identifier && t("Checked as {value}", { value: identifier.canonical });
    return h(
      "label",
      { class: "choice" },
      tick,
      h(
        "span",
        {},
        t("{kind}: {value}", { kind: identifierKindName(kind), value }),
        h("small", { dir: "auto" }, checkedAs ?? problem),
      ),
    );
  }

  #lines(): Line[] {
    return [...this.#rows.querySelectorAll<HTMLElement>("[data-identifier]")].map((row) => ({
      kind: need("select", HTMLSelectElement, row),
      input: need("input", HTMLInputElement, row),
      told: need(".told-as", HTMLElement, row),
    }));
  }

  #addRow(kind: Kind, value: string): HTMLElement {
    const id = `identifier-${this.#next++}`;
    const choice = h(
      "select",
      { class: "input short", id: `${id}-kind`, autocomplete: "off" },
      ...KINDS.map((each) =>
        h("option", { value: each, selected: each === kind }, identifierKindName(each)),
      ),
    );
    const input = h("input", {
      class: "input",
      id,
      value,
      maxlength: 600,
      dir: "auto",
      autocomplete: "off",
      autocapitalize: "none",
      spellcheck: "false",
      "aria-describedby": `${id}-as`,
    });
    const told = h("p", { class: "hint told-as", id: `${id}-as`, role: "status" });
    // Told while it is typed: what appears when a field is left would move the button being pressed.
    const tell = () => {
      told.textContent = checkedAs(choice.value, input.value);
    };
    input.addEventListener("input", tell);
    choice.addEventListener("change", tell);
    const gone = () => {
      row.dispatchEvent(new Event("input", { bubbles: true }));
      row.remove();
      need("#add-identifier", HTMLButtonElement).focus();
    };
    const row = h(
      "div",
      { class: "identifier", "data-identifier": true },
      h("div", { class: "field" }, h("label", { for: `${id}-kind` }, t("What it is")), choice),
      h("div", { class: "field" }, h("label", { for: id }, t("As you know it")), input, told),
      h("button", { type: "button", class: "button plain small", onclick: gone }, t("Remove")),
    );
    this.#rows.append(row);
    tell();
    return row;
  }
}

interface Line {
  kind: HTMLSelectElement;
  input: HTMLInputElement;
  told: HTMLElement;
}

/** How something typed is checked; nothing while it is not whole. */
function checkedAs(kind: string, value: string): string {
  try {
    return t("Checked as {value}", { value: normalise(kind, value).canonical });
  } catch (error) {
    if (error instanceof CheckError) return "";
    throw error;
  }
}

function readLine({ kind, input }: Line): Identifier[] {
  if (!input.value.trim()) return [];
  try {
    return [normalise(kind.value, input.value)];
  } catch (error) {
    throw new Fault(input.id, reason(error));
  }
}
