/** The identifiers of a warning, typed or taken from the report; each is normalised here. */

import {
  IDENTIFIER_KINDS,
  type Identifier,
  type IdentifierKind,
  regionOfNumber,
} from "../../oblivious/normalise/index.ts";
import type { Known } from "../../report/report.ts";
import { Fault, readEach } from "../../session/faults.ts";
import { fill, h } from "../../ui/dom.ts";
import { t } from "../../ui/messages.ts";
import { need } from "../../ui/parts.ts";
import { placeFacts } from "../../ui/place-facts.ts";
import { MOST_IDENTIFIERS, MOST_OF_IDENTIFIER } from "../../warning/generated.ts";
import { OfferedIdentifiers } from "./offered.ts";
import { checkedAs, identifierKindName, readAs, readOrFault, sameAs } from "./reading.ts";
import { regionChoice } from "./region-choice.ts";

export class IdentifierFields {
  readonly #rows = need("#identifiers", HTMLElement);
  readonly #offered = new OfferedIdentifiers();
  #next = 1;

  constructor() {
    need("#add-identifier", HTMLButtonElement).onclick = () => {
      need("input", HTMLInputElement, this.#addRow("tel")).focus();
    };
  }

  /** Offer what the report says about who it was. */
  offer(who: readonly Known[]): void {
    const any = this.#offered.offer(who);
    if (!any && !this.#rows.children.length) this.#addRow("tel");
  }

  /** Show these, each in its own line unless the report offers it. */
  show(identifiers: readonly Identifier[]): void {
    fill(this.#rows);
    for (const { kind, canonical } of this.#offered.tick(identifiers)) {
      const region = kind === "tel" ? regionOfNumber(canonical) : null;
      this.#addRow(kind, canonical, region ?? placeFacts().region);
    }
  }

  /** Remove what came from the report, and keep what somebody typed and ticked. */
  clearOffered(): void {
    this.#offered.clear();
  }

  get typed(): boolean {
    const written = this.#lines().some(({ input }) => input.value.trim() !== "");
    return written || this.#offered.anyTicked;
  }

  /** What somebody chose and typed, each once. @throws Fault, Faults */
  read(): Identifier[] {
    const all: Identifier[] = [];
    const typed = readEach(this.#lines().map((line) => () => readLine(line)));
    for (const identifier of [...this.#offered.chosen, ...typed.flat()]) {
      if (!all.some(sameAs(identifier))) all.push(identifier);
    }
    if (!all.length) throw new Fault("identifiers", t("Choose or write at least one."));
    if (all.length > MOST_IDENTIFIERS) {
      throw new Fault("identifiers", t("There can be 20. Remove some."));
    }
    return all;
  }

  #lines(): Line[] {
    return [...this.#rows.querySelectorAll<HTMLElement>("[data-identifier]")].map((row) => ({
      kind: need("select", HTMLSelectElement, row),
      region: need(".region select", HTMLSelectElement, row),
      input: need("input", HTMLInputElement, row),
    }));
  }

  #addRow(kind: IdentifierKind, value = "", region: string = placeFacts().region): HTMLElement {
    const id = `identifier-${this.#next++}`;
    const line: Line = {
      kind: kindChoice(`${id}-kind`, kind),
      region: regionChoice(`${id}-region`, region),
      input: valueInput(id, value),
    };
    const status = h("p", { class: "hint canonical", id: `${id}-as`, role: "status" });
    const country = countryField(line.region);
    // Show it while somebody types: text that appears when they leave a field would move the button
    // that they are pressing.
    const update = () => {
      country.hidden = line.kind.value !== "tel";
      fill(status, checkedText(line));
    };
    line.input.addEventListener("input", update);
    for (const choice of [line.kind, line.region]) choice.addEventListener("change", update);
    const gone = () => {
      row.dispatchEvent(new Event("input", { bubbles: true }));
      row.remove();
      need("#add-identifier", HTMLButtonElement).focus();
    };
    const field = (of: HTMLElement, name: string, ...more: HTMLElement[]) =>
      h("div", { class: "field" }, h("label", { for: of.id }, name), of, ...more);
    const row = h(
      "div",
      { class: "identifier", "data-identifier": true },
      field(line.kind, t("What it is")),
      field(line.input, t("As you know it"), status),
      country,
      h("button", { type: "button", class: "button plain small", onclick: gone }, t("Remove")),
    );
    this.#rows.append(row);
    update();
    return row;
  }
}

interface Line {
  kind: HTMLSelectElement;
  region: HTMLSelectElement;
  input: HTMLInputElement;
}

function kindChoice(id: string, chosen: IdentifierKind): HTMLSelectElement {
  const options = IDENTIFIER_KINDS.map((kind) =>
    h("option", { value: kind, selected: kind === chosen }, identifierKindName(kind)),
  );
  return h("select", { class: "input short", id, autocomplete: "off" }, ...options);
}

function valueInput(id: string, value: string): HTMLInputElement {
  return h("input", {
    class: "input",
    id,
    value,
    maxlength: MOST_OF_IDENTIFIER,
    dir: "auto",
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
    "aria-describedby": `${id}-as`,
  });
}

function countryField(region: HTMLSelectElement): HTMLElement {
  const hint = `${region.id}-hint`;
  region.setAttribute("aria-describedby", hint);
  return h(
    "div",
    { class: "field region" },
    h("label", { for: region.id }, t("Country of the number")),
    h(
      "p",
      { class: "hint", id: hint },
      t("Only for a number that does not start with a plus sign."),
    ),
    region,
  );
}

/** How the typed text will be checked; nothing while it is incomplete. */
function checkedText({ kind, region, input }: Line): string {
  const { identifier } = readAs(kind.value, input.value, region.value);
  return identifier ? checkedAs(identifier, region.value) : "";
}

function readLine({ kind, region, input }: Line): Identifier[] {
  if (!input.value.trim()) return [];
  return [readOrFault(input.id, kind.value, input.value, region.value)];
}
