/** Typing the seven words, with help: four letters are enough, and the page shows a wrong word. */

import { RECEIPT_WORDS } from "../sealing/generated.ts";
import { h } from "../ui/dom.ts";
import { type LazyModules, loadModule } from "../ui/load.ts";
import { t, tn } from "../ui/messages.ts";
import { byId, need } from "../ui/parts.ts";
import { nearest } from "./nearest.ts";

type Sealing = LazyModules["sealing"];

const MOST_SUGGESTIONS = 5;
const RUN = /[\p{L}\p{N}]+/gu;

/**
 * The field of words with suggestions: arrows choose one, Enter takes it. The words need several
 * lines on a narrow screen, and a field of several lines may not be a combobox (ARIA in HTML).
 */
export class Entrance {
  private readonly field = need("#words", HTMLTextAreaElement);
  private readonly list = byId("suggestions");
  private suggested: string[] = [];
  private active = -1;
  private sealing: Sealing | undefined;

  constructor() {
    const { field } = this;
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-haspopup", "listbox");
    field.setAttribute("aria-controls", this.list.id);
    field.addEventListener("input", () => this.help());
    field.addEventListener("keydown", (event) => this.press(event));
    // Do not listen for "blur", which comes between press and release: the list would disappear,
    // the button below would move away from the finger, and the press would be lost.
    document.addEventListener("click", (event) => {
      if (event.target !== field) this.close();
    });
    void this.load();
  }

  /** What was typed. */
  get text(): string {
    return this.field.value;
  }

  /** Forget what was typed. */
  empty(): void {
    this.field.value = "";
    this.help();
  }

  private async load(): Promise<void> {
    try {
      this.sealing = await loadModule("sealing");
      this.help();
    } catch {
      // Without help people can still type the words, and opening the report loads the code again.
    }
  }

  private help(): void {
    if (!this.sealing) return;
    this.showUnderstood(this.sealing);
    const typing = this.typing();
    const found = typing.length >= 2 ? this.sealing.wordsFrom(typing) : [];
    const done = found.length === 1 && found[0] === typing;
    this.suggest(done ? [] : found.slice(0, MOST_SUGGESTIONS));
  }

  /** The word at the caret, or just before it. */
  private typing(): string {
    const before = this.field.value.slice(0, this.field.selectionStart ?? 0);
    return before.match(/[\p{L}\p{N}]+$/u)?.[0].toLowerCase() ?? "";
  }

  private showUnderstood({ findWord }: Sealing): void {
    const runs = [...this.field.value.toLowerCase().matchAll(RUN)].filter(
      ([run]) => !/^[0-9]+$/.test(run),
    );
    const list = byId("understood");
    list.hidden = runs.length === 0;
    const end = this.field.value.length;
    list.replaceChildren(
      ...runs.map((run) => {
        const word = findWord(run[0]);
        const unfinished = !word && run.index + run[0].length === end;
        return understoodLine(word, run[0], unfinished);
      }),
    );
  }

  private suggest(words: string[]): void {
    this.suggested = words;
    this.active = -1;
    this.list.hidden = words.length === 0;
    this.list.replaceChildren(...words.map((word, index) => this.option(word, index)));
    this.showActive();
  }

  private option(word: string, index: number): HTMLLIElement {
    // Only a click chooses: a finger on the screen may be about to scroll.
    const onclick = (): void => this.take(word);
    // The field keeps the focus, so that the keyboard stays and the person can type the next word.
    const onmousedown = (event: Event): void => event.preventDefault();
    const attributes = { role: "option", id: `suggestion-${index}`, onmousedown, onclick };
    return h("li", attributes, word);
  }

  private close(): void {
    this.suggest([]);
  }

  private press(event: KeyboardEvent): void {
    const count = this.suggested.length;
    if (event.key === "Tab") this.close();
    if (event.key === "Enter" && this.active < 0) {
      // The field has room for all words, and Enter opens all the same.
      event.preventDefault();
      need("#words-form button", HTMLButtonElement).click();
    }
    if (count === 0) return;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step) {
      this.active = (this.active + step + (this.active < 0 && step < 0 ? 1 : 0) + count) % count;
      this.showActive();
      event.preventDefault();
    } else if (event.key === "Enter" && this.active >= 0) {
      this.take(this.suggested[this.active] ?? "");
      event.preventDefault();
    } else if (event.key === "Escape") {
      this.close();
    }
  }

  private showActive(): void {
    for (const [index, option] of [...this.list.children].entries()) {
      option.setAttribute("aria-selected", String(index === this.active));
    }
    if (this.active < 0) this.field.removeAttribute("aria-activedescendant");
    else this.field.setAttribute("aria-activedescendant", `suggestion-${this.active}`);
  }

  /** Replace the letters before the caret with a word. */
  private take(word: string): void {
    const caret = this.field.selectionStart ?? 0;
    const start = caret - this.typing().length;
    const after = this.field.value.slice(caret).replace(/^\s*/, "");
    this.field.value = `${this.field.value.slice(0, start)}${word} ${after}`;
    const place = start + word.length + 1;
    this.field.setSelectionRange(place, place);
    this.help();
  }
}

function understoodLine(word: string | null, typed: string, unfinished: boolean): HTMLLIElement {
  if (word) return h("li", {}, h("span", {}, word));
  if (unfinished) return h("li", {}, h("span", { class: "quiet" }, `${typed}…`));
  const text = t("“{word}” is not on the list", { word: typed });
  return h("li", {}, h("span", { class: "error" }, text));
}

/** Which word is wrong and what the person may have meant, or how many words there are. */
export function wordsFault(
  error: InstanceType<Sealing["ReceiptError"]>,
  words: readonly string[],
): string {
  const { position, word, count } = error;
  if (position === null) {
    return tn(
      "There is {count} word. There must be {needed}.",
      "There are {count} words. There must be {needed}.",
      count,
      { needed: RECEIPT_WORDS },
    );
  }
  const [near, or] = nearest(word, words);
  if (!near) return t("Word {position}, “{word}”, is not on the list.", { position, word });
  if (!or) {
    return t("Word {position}, “{word}”, is not on the list. Did you mean “{near}”?", {
      position,
      word,
      near,
    });
  }
  return t("Word {position}, “{word}”, is not on the list. Did you mean “{near}” or “{or}”?", {
    position,
    word,
    near,
    or,
  });
}
