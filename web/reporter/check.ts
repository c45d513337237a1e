/** Lets the writer check the answers before the page seals anything. */

import { nameOf } from "../report/names.ts";
import type { Answers } from "../report/questions.ts";
import { type Row, rowsOf } from "../report/report.ts";
import { fill } from "../ui/dom.ts";
import { t, tn } from "../ui/messages.ts";
import { byId, copyOf, need, slot } from "../ui/parts.ts";
import { boxNote } from "../ui/written.ts";

/**
 * List every question with its answer; `change` is called with the question that the writer wants
 * to change.
 */
export function listAnswers(
  answers: Answers,
  photos: number,
  change: (question: string) => void,
): void {
  byId("check-list").replaceChildren(
    ...everyRow(answers, photos).map((row) => rowFor(row, () => change(row.question))),
  );
}

function everyRow(answers: Answers, photos: number): Row[] {
  const consents = answers.consents.map((scope) => nameOf("consent", scope));
  const shared: Row = {
    question: "consents",
    name: nameOf("question", "consents"),
    lines: consents.length ? consents : [t("Nothing: only the project reads it")],
  };
  const pictures: Row = {
    question: "photos",
    name: nameOf("question", "photos"),
    lines: photos ? [tn("{count} photo", "{count} photos", photos)] : [],
  };
  const rows = rowsOf(answers);
  return [...rows.slice(0, -1), shared, ...rows.slice(-1), pictures];
}

function rowFor({ name, lines }: Row, change: () => void): DocumentFragment {
  const row = copyOf("check-row");
  fill(need("dt", HTMLElement, row), name);
  const value = slot(row, "value");
  fill(value, lines.join("\n") || t("Not answered"), boxNote(...lines));
  value.classList.toggle("quiet", lines.length === 0);
  fill(slot(row, "question"), ` ${name}`);
  need("button", HTMLButtonElement, row).addEventListener("click", change);
  return row;
}
