/**
 * The identifiers that a report offers for its warning: the person ticks them, and chooses a
 * country.
 */

import {
  IDENTIFIER_KINDS,
  type Identifier,
  type IdentifierKind,
  regionOfNumber,
} from "../../oblivious/normalise/index.ts";
import type { Known } from "../../report/report.ts";
import { fill, h } from "../../ui/dom.ts";
import { t } from "../../ui/messages.ts";
import { need } from "../../ui/parts.ts";
import { placeFacts } from "../../ui/place-facts.ts";
import { checkedAs, identifierKindName, type Reading, readAs, sameAs } from "./reading.ts";
import { regionChoice } from "./region-choice.ts";

interface Offered {
  kind: IdentifierKind;
  value: string;
}

/** The kind that a check uses for something in a report. */
function kindOf({ kind }: Known): IdentifierKind | null {
  return kind === "profile" ? "handle" : (IDENTIFIER_KINDS.find((known) => known === kind) ?? null);
}

function offeredOf(known: Known): Offered[] {
  const kind = kindOf(known);
  return kind ? [{ kind, value: known.value }] : [];
}

const needsRegion = ({ kind, value }: Offered) => kind === "tel" && !/^\s*[+＋]/.test(value);

export class OfferedIdentifiers {
  readonly #list = need("#offered", HTMLElement);
  #known: Offered[] = [];
  /**
   * What was ticked, and the countries chosen, by the place in the report. Both stay when the page
   * locks.
   */
  readonly #ticked = new Set<number>();
  readonly #regions = new Map<number, string>();

  /** Offer what the report says about who it was. Returns whether it says anything. */
  offer(who: readonly Known[]): boolean {
    this.#known = who.flatMap(offeredOf);
    this.#show();
    need("#offered-box", HTMLElement).hidden = this.#known.length === 0;
    return this.#known.length > 0;
  }

  /** Tick these. Returns the ones that the report does not offer. */
  tick(identifiers: readonly Identifier[]): Identifier[] {
    this.#ticked.clear();
    this.#regions.clear();
    const others = identifiers.filter((identifier) => !this.#ticks(identifier));
    this.#show();
    return others;
  }

  /** Remove what came from the report, and keep what was ticked. */
  clear(): void {
    this.#known = [];
    fill(this.#list);
  }

  get anyTicked(): boolean {
    return this.#ticked.size > 0;
  }

  /** What is ticked, in the form that a check uses. */
  get chosen(): Identifier[] {
    return this.#known.flatMap((each, at) => {
      const { identifier } = this.#read(each, at);
      return identifier && this.#ticked.has(at) ? [identifier] : [];
    });
  }

  #regionAt(at: number): string {
    return this.#regions.get(at) ?? placeFacts().region;
  }

  #read({ kind, value }: Offered, at: number): Reading {
    return readAs(kind, value, this.#regionAt(at));
  }

  /** Tick an identifier if the report offers it, read with the identifier's own country. */
  #ticks(identifier: Identifier): boolean {
    const { kind, canonical } = identifier;
    const region = (kind === "tel" && regionOfNumber(canonical)) || placeFacts().region;
    const at = this.#known.findIndex((each) => {
      const read = readAs(each.kind, each.value, region).identifier;
      return read !== null && sameAs(identifier)(read);
    });
    if (at < 0) return false;
    this.#ticked.add(at);
    this.#regions.set(at, region);
    return true;
  }

  #show(): void {
    fill(this.#list, ...this.#known.map((each, at) => this.#choice(each, at)));
  }

  #choice(offered: Offered, at: number): HTMLElement {
    const { kind, value } = offered;
    const tick = h("input", {
      type: "checkbox",
      autocomplete: "off",
      onchange: () => {
        if (tick.checked) this.#ticked.add(at);
        else this.#ticked.delete(at);
      },
    });
    const status = h("small", { dir: "auto" });
    const update = () => {
      const reading = this.#read(offered, at);
      tick.disabled = !reading.identifier;
      tick.checked = reading.identifier !== null && this.#ticked.has(at);
      fill(
        status,
        reading.identifier ? checkedAs(reading.identifier, this.#regionAt(at)) : reading.problem,
      );
    };
    update();
    const name = t("{kind}: {value}", { kind: identifierKindName(kind), value });
    const choice = h("label", { class: "choice" }, tick, h("span", {}, name, status));
    if (!needsRegion(offered)) return choice;
    return h("div", {}, choice, this.#country(offered, at, update));
  }

  #country({ value }: Offered, at: number, update: () => void): HTMLElement {
    const id = `offered-${at}-region`;
    const region = regionChoice(id, this.#regionAt(at));
    region.addEventListener("change", () => {
      this.#regions.set(at, region.value);
      update();
    });
    const label = h("label", { for: id }, t("Country of {value}", { value }));
    return h("div", { class: "field offered-region" }, label, region);
  }
}
