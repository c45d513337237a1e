/** The form of a warning: filled in with a draft, and read back as one. */

import { tooLong } from "../../report/questions.ts";
import type { Known } from "../../report/report.ts";
import { Fault, readAll, readEach } from "../../session/faults.ts";
import { h } from "../../ui/dom.ts";
import { t } from "../../ui/messages.ts";
import { formatted, locale, need } from "../../ui/parts.ts";
import { PlaceChoice } from "../../ui/place-choice.ts";
import { seenText } from "../../ui/strangers.ts";
import { MOST_AREAS, MOST_TEXT, REVIEW_AT_MOST } from "../../warning/generated.ts";
import { CODES, kindName } from "../../warning/kinds.ts";
import { type Draft, daysFromNow, lastMonths, REVIEW_AFTER } from "./draft.ts";
import { IdentifierFields } from "./identifiers.ts";

/** How far back a warning may reach. */
const MONTHS = 36;

const select = (id: string) => need(`#${id}`, HTMLSelectElement);
const texts = () => [
  ...document.querySelectorAll<HTMLTextAreaElement>("#warning-form [data-language] textarea"),
];
const languageOf = (field: HTMLTextAreaElement) =>
  field.closest<HTMLElement>("[data-language]")?.dataset.language ?? "";

/** A month such as `2026-11` in the page's language. */
export function monthText(month: string): string {
  const format = new Intl.DateTimeFormat(locale(), {
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
  return formatted(format, `${month}-01T00:00:00Z`, month);
}

/** One of the texts, with its field. */
export interface TextField {
  field: HTMLTextAreaElement;
  language: string;
}

export class DraftForm {
  readonly #element = need("#warning-form", HTMLFormElement);
  readonly #identifiers = new IdentifierFields();
  readonly #areas = new PlaceChoice(need("#where", HTMLElement), t("No area chosen yet."));

  constructor() {
    const kinds = CODES.map((code) => h("option", { value: code }, kindName(code)));
    select("kind").append(h("option", { value: "" }, t("Choose")), ...kinds);
    for (const id of ["month-from", "month-to"]) {
      const months = lastMonths(MONTHS).map((month) =>
        h("option", { value: month }, monthText(month)),
      );
      select(id).append(...months);
    }
    const review = this.#review;
    review.min = daysFromNow(1);
    review.max = daysFromNow(REVIEW_AT_MOST);
    const { lang } = document.documentElement;
    if ([...select("original").options].some(({ value }) => value === lang)) {
      select("original").value = lang;
    }
    select("original").addEventListener("change", () => this.#order());
    this.reset();
  }

  get element(): HTMLFormElement {
    return this.#element;
  }

  get #review(): HTMLInputElement {
    return need("#review-on", HTMLInputElement);
  }

  get #translations(): HTMLDetailsElement {
    return need("#translations-box", HTMLDetailsElement);
  }

  /** The texts that the person may write. */
  get texts(): TextField[] {
    return texts().map((field) => ({ field, language: languageOf(field) }));
  }

  /** Whether the person wrote anything that would be lost. */
  get written(): boolean {
    return texts().some(({ value }) => value.trim() !== "") || this.#identifiers.typed;
  }

  /** Offer what a report says about who it was and where. */
  offer(who: readonly Known[], borough: string): void {
    this.#identifiers.offer(who);
    if (this.#areas.chosen.length === 0) this.#areas.choose([borough]);
  }

  /** Remove what came from the report, and keep what somebody typed. */
  clearOffered(): void {
    this.#identifiers.clearOffered();
  }

  /** Empty the form. */
  reset(): void {
    this.#element.reset();
    this.#areas.choose([]);
    this.#identifiers.show([]);
    this.#review.value = daysFromNow(REVIEW_AFTER);
    this.#translations.open = false;
    this.#order();
  }

  /** Fill the form in with a draft. */
  show(draft: Draft): void {
    select("kind").value = draft.kind;
    this.#areas.choose(draft.areas);
    choose(select("month-from"), draft.months.from);
    choose(select("month-to"), draft.months.to);
    select("original").value = draft.original;
    for (const { field, language } of this.texts)
      field.value = seenText(draft.texts[language] ?? "");
    this.#identifiers.show(draft.identifiers);
    this.#review.value = draft.review_on;
    this.#order();
  }

  /** The content of the form. @throws Fault, Faults if it is not a complete warning */
  read(): Draft {
    return readAll<Draft>({
      kind: readKind,
      areas: () => this.#readAreas(),
      months: readMonths,
      original: () => select("original").value,
      texts: () => this.#readTexts(),
      identifiers: () => this.#identifiers.read(),
      review_on: () => this.#readReview(),
    });
  }

  #readAreas(): string[] {
    const areas = this.#areas.chosen;
    if (!areas.length) throw new Fault("areas", t("Choose at least one."));
    if (areas.length > MOST_AREAS) {
      throw new Fault("areas", t("There can be 40 areas. Choose fewer."));
    }
    return areas;
  }

  #readTexts(): Record<string, string> {
    const read = readEach(this.texts.map((each) => () => [each.language, readText(each)] as const));
    return Object.fromEntries(read.filter(([, text]) => text));
  }

  #readReview(): string {
    const { value, min, max, id } = this.#review;
    if (value < min || value > max) {
      throw new Fault(id, t("Choose a day after today, at most six months from now."));
    }
    return value;
  }

  /**
   * The text in the original language comes first; the others are its translations. A translation
   * with text is never folded away: the person who approves the warning must see it.
   */
  #order(): void {
    const original = select("original").value;
    for (const { field, language } of this.texts) {
      const place = language === original ? "#original-text" : "#translations";
      need(place, HTMLElement).append(field.closest("[data-language]") ?? field);
    }
    const others = this.texts.filter(({ language }) => language !== original);
    this.#translations.hidden = others.length === 0;
    if (others.some(({ field }) => field.value.trim() !== "")) this.#translations.open = true;
  }
}

function readKind(): string {
  const { value } = select("kind");
  if (!value) throw new Fault("kind", t("Choose one."));
  return value;
}

function readMonths(): Draft["months"] {
  const months = { from: select("month-from").value, to: select("month-to").value };
  if (months.from > months.to) {
    throw new Fault("month-to", t("This is before the first month. Choose a later one."));
  }
  return months;
}

function readText({ field, language }: TextField): string {
  const text = seenText(field.value).trim();
  const over = [...text].length - MOST_TEXT;
  if (over > 0) throw new Fault(field.id, tooLong(field, over));
  if (!text && language === select("original").value) {
    throw new Fault(field.id, t("Write what others should know."));
  }
  return text;
}

/** Choose a value, even one that the list no longer offers. */
function choose(list: HTMLSelectElement, month: string): void {
  if (![...list.options].some(({ value }) => value === month)) {
    list.append(h("option", { value: month }, monthText(month)));
  }
  list.value = month;
}
