/**
 * Choosing places by ticking them, even among hundreds. The chosen places are at the top, where
 * pressing one removes it. A field narrows the list, and groups fold.
 */

import { fill, h } from "./dom.ts";
import { fold } from "./fold.ts";
import { t, tn } from "./messages.ts";
import { need, slot } from "./parts.ts";

/** People easily find one of this many places: nothing folds, and there is no field to type in. */
const FEW = 40;

/** A place that somebody may look for. */
export interface Findable {
  name: string;
  /** Its heading in the list; empty if it has none. */
  heading: string;
}

interface Tick extends Findable {
  box: HTMLInputElement;
  choice: Element;
}

/**
 * The places whose names have every typed word. If there are none, the places under such a heading:
 * somebody who types "York" wants York, not all of Yorkshire.
 */
export function matching<Place extends Findable>(
  typed: string,
  places: readonly Place[],
): readonly Place[] {
  const words = fold(typed).split(/\s+/).filter(Boolean);
  const has = (text: string) => words.every((word) => fold(text).includes(word));
  const named = places.filter(({ name }) => has(name));
  return named.length ? named : places.filter(({ heading }) => has(heading));
}

const text = (element: Element | null) => element?.textContent?.trim() ?? "";

export class PlaceChoice {
  readonly #root: HTMLElement;
  readonly #nothing: string;
  readonly #filter: HTMLInputElement;
  readonly #groups: readonly HTMLDetailsElement[];
  readonly #ticks: readonly Tick[];
  readonly #many: boolean;
  /** The groups that were open before somebody typed. */
  #opened: readonly HTMLDetailsElement[] | null = null;

  /** `nothing` is what to say if nothing is chosen. */
  constructor(root: HTMLElement, nothing: string) {
    this.#root = root;
    this.#nothing = nothing;
    this.#filter = need('[data-slot="filter"] input', HTMLInputElement, root);
    this.#groups = [...root.querySelectorAll<HTMLDetailsElement>("details.group")];
    const boxes = [...root.querySelectorAll<HTMLInputElement>("input[type=checkbox]")];
    this.#ticks = boxes.map((box) => {
      const choice = box.closest(".choice") ?? box;
      const heading = text(box.closest(".group")?.querySelector("summary > span") ?? null);
      return { box, choice, name: text(choice), heading };
    });
    this.#many = boxes.length > FEW;
    slot(root, "filter").hidden = !this.#many;
    this.#foldAll();
    this.#filter.addEventListener("input", () => this.#narrow());
    this.#filter.addEventListener("keydown", (event) => {
      // The field narrows the list, and Enter must not send the form.
      if (event.key === "Enter") event.preventDefault();
    });
    for (const box of boxes) box.addEventListener("change", () => this.#show());
    this.#show();
  }

  /** The codes of what is ticked. */
  get chosen(): string[] {
    return this.#chosenTicks().map(({ box }) => box.value);
  }

  /** Tick these places and no others, and show the whole list again. */
  choose(codes: readonly string[]): void {
    for (const { box } of this.#ticks) box.checked = codes.includes(box.value);
    this.#filter.value = "";
    this.#opened = null;
    this.#narrow();
    this.#foldAll();
    this.#show();
  }

  #chosenTicks(): Tick[] {
    return this.#ticks.filter(({ box }) => box.checked);
  }

  #foldAll(): void {
    for (const group of this.#groups) group.open = !this.#many;
  }

  /**
   * Show the places that fit the typed text, in open groups. If nothing is typed, restore the
   * groups.
   */
  #narrow(): void {
    const typed = this.#filter.value.trim();
    const found = new Set<Findable>(typed ? matching(typed, this.#ticks) : this.#ticks);
    for (const tick of this.#ticks) tick.choice.toggleAttribute("hidden", !found.has(tick));
    if (typed) this.#opened ??= this.#groups.filter(({ open }) => open);
    for (const group of this.#groups) {
      group.hidden = !group.querySelector(".choice:not([hidden])");
      if (typed) group.open = !group.hidden;
      else if (this.#opened) group.open = this.#opened.includes(group);
    }
    if (!typed) this.#opened = null;
    fill(slot(this.#root, "found"), typed && foundText(found.size));
  }

  /** Say what is chosen: the names at the top, and the number at each group. */
  #show(): void {
    const chosen = this.#chosenTicks();
    fill(
      slot(this.#root, "count"),
      chosen.length
        ? tn("{count} area chosen.", "{count} areas chosen.", chosen.length)
        : this.#nothing,
    );
    const list = slot(this.#root, "chosen");
    list.hidden = chosen.length === 0;
    fill(list, ...chosen.map((tick) => h("li", {}, this.#takeOff(tick))));
    for (const group of this.#groups) {
      const count = group.querySelectorAll("input:checked").length;
      fill(slot(group, "in-group"), count > 0 && tn("{count} chosen", "{count} chosen", count));
    }
  }

  #takeOff(tick: Tick): HTMLElement {
    const onclick = () => {
      const at = this.#chosenTicks().indexOf(tick);
      tick.box.checked = false;
      this.#show();
      this.#focusNear(at);
    };
    return h(
      "button",
      { class: "taken", type: "button", onclick },
      h("span", {}, tick.name),
      h("span", { class: "sr" }, ` ${t("Take off")}`),
      h("span", { "aria-hidden": "true" }, "×"),
    );
  }

  /** The pressed button is gone: focus the next one, or the text that says how many are chosen. */
  #focusNear(at: number): void {
    const left = [...slot(this.#root, "chosen").querySelectorAll("button")];
    (left[at] ?? left[at - 1] ?? slot(this.#root, "count")).focus();
  }
}

const foundText = (count: number): string =>
  count
    ? tn("{count} area found.", "{count} areas found.", count)
    : t("No area is called that. Try fewer letters.");
