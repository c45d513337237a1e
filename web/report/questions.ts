/** The form of questions: reads it, fills it in, and finds what is wrong with a question. */

import { fill } from "../ui/dom.ts";
import type { Faults } from "../ui/faults.ts";
import { tn } from "../ui/messages.ts";
import { need } from "../ui/parts.ts";
import { MOST_ROWS } from "./generated.ts";
import type { Known, Report } from "./report.ts";

type Field = HTMLInputElement | HTMLTextAreaElement;

export interface Answers extends Report {
  consents: string[];
}

const TEXTS = ["what", "when_words", "contact"] as const;

const form = () => need("#questions", HTMLFormElement);

export function readAnswers(): Answers {
  const data = new FormData(form());
  const text = (name: string): string => `${data.get(name) ?? ""}`.trim();
  return {
    what: text("what"),
    when: text("when"),
    when_words: text("when_words"),
    borough: text("place"),
    who: kinds().flatMap(({ kind }) => knownOf(kind, data)),
    answer: text("answer"),
    contact: text("contact"),
    consents: data.getAll("consents").map(String),
  };
}

function knownOf(kind: string, data: FormData): Known[] {
  const values = data.getAll(`who_${kind}`).map((value) => `${value}`.trim());
  return values.filter(Boolean).map((value) => ({ kind, value }));
}

export function fillIn(answers: Answers): void {
  for (const name of TEXTS) {
    for (const field of fieldsOf(name)) field.value = answers[name];
  }
  need("#place", HTMLSelectElement).value = answers.borough;
  check("when", [answers.when]);
  check("answer", [answers.answer]);
  check("consents", answers.consents);
  for (const { kind, group } of kinds()) {
    const values = answers.who.filter((known) => known.kind === kind).map((known) => known.value);
    while (fieldsOf(`who_${kind}`).length < values.length) addRow(group);
    fieldsOf(`who_${kind}`).forEach((field, index) => {
      field.value = values[index] ?? "";
    });
  }
  showContact();
}

function check(name: string, values: readonly string[]): void {
  for (const field of form().querySelectorAll<HTMLInputElement>(`input[name="${name}"]`)) {
    field.checked = values.includes(field.value);
  }
}

function fieldsOf(name: string): Field[] {
  return [...form().querySelectorAll<Field>(`[name="${name}"]`)];
}

function kinds(): { kind: string; group: HTMLElement }[] {
  const groups = form().querySelectorAll<HTMLElement>("[data-kind]");
  return [...groups].map((group) => ({ kind: group.dataset.kind ?? "", group }));
}

/** Start the parts of the form that react as somebody types. */
export function enliven(): void {
  for (const { group } of kinds()) {
    const add = need("button", HTMLButtonElement, group);
    add.type = "button";
    add.addEventListener("click", () => addRow(group).focus());
  }
  form().addEventListener("change", showContact);
  showContact();
}

function showContact(): void {
  const wanted = new FormData(form()).get("answer") === "contact";
  need("#contact-field", HTMLElement).hidden = !wanted;
}

function addRow(group: HTMLElement): Field {
  const rows = group.querySelectorAll<HTMLElement>(".known-row");
  const last = rows[rows.length - 1];
  if (!last) throw new Error("The page has no field of this kind.");
  const row = last.cloneNode(true) as HTMLElement;
  const nth = rows.length + 1;
  const field = need("input, textarea", HTMLElement, row) as Field;
  field.value = "";
  field.id = `who_${group.dataset.kind}-${nth}`;
  need("label", HTMLLabelElement, row).htmlFor = field.id;
  fill(need("[data-slot=nth]", HTMLElement, row), ` ${nth}`);
  last.after(row);
  need("button", HTMLButtonElement, group).hidden = nth >= MOST_ROWS;
  return field;
}

/** What the person must correct in one question. */
export function faultsOf(question: HTMLElement): Faults {
  const faults: Faults = new Map();
  for (const field of question.querySelectorAll<Field>("[data-most]")) {
    const over = [...field.value.trim()].length - Number(field.dataset.most);
    const id = field.dataset.group ?? field.id;
    if (over > 0 && !faults.has(id)) faults.set(id, tooLong(field, over));
  }
  for (const field of question.querySelectorAll<Field>("[data-empty]")) {
    const asked = !field.closest("[hidden]");
    if (asked && !field.value.trim()) faults.set(field.id, field.dataset.empty ?? "");
  }
  return faults;
}

/** Say that the text in a field, which it names by its label, is `over` characters too long. */
export function tooLong(field: Field, over: number): string {
  return tn(
    "Your text under “{label}” is {count} character too long. Make it shorter.",
    "Your text under “{label}” is {count} characters too long. Make it shorter.",
    over,
    { label: field.labels?.[0]?.textContent?.trim() ?? "" },
  );
}
