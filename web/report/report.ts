/**
 * A report as its writer fills it in, and as the page seals it (docs/formats.md, What is inside).
 */

import { t } from "../ui/messages.ts";
import { nameOf, placeName } from "./names.ts";

export interface Known {
  kind: string;
  value: string;
}

export interface Report {
  what: string;
  when: string;
  when_words: string;
  borough: string;
  who: Known[];
  answer: string;
  contact: string;
}

/** A question and its answer, line by line. */
export interface Row {
  question: string;
  name: string;
  lines: string[];
}

/** The bytes to seal. */
export function toSeal(report: Report, photos: number): Uint8Array<ArrayBuffer> {
  const { lang } = document.documentElement;
  const inside = { v: 1, ...shownOf(report), language: lang, photos };
  return new TextEncoder().encode(JSON.stringify(inside)) as Uint8Array<ArrayBuffer>;
}

/** What to show of a report: it has a way to reach the writer only if that is their answer. */
export function shownOf(report: Report): Report {
  const contact = report.answer === "contact" ? report.contact : "";
  return { ...report, who: report.who.filter(({ value }) => value), contact };
}

/** What a report says, question by question. */
export function rowsOf(read: Report): Row[] {
  const report = shownOf(read);
  const row = (question: string, ...lines: string[]): Row => ({
    question,
    name: nameOf("question", question),
    lines: lines.filter(Boolean),
  });
  return [
    row("what", report.what),
    row("when", nameOf("when", report.when), report.when_words),
    row("place", placeName(report.borough)),
    row("who", ...report.who.map(knownText)),
    row("answer", nameOf("answer", report.answer), report.contact),
  ];
}

/** A report as plain text, to keep elsewhere. */
export function textOf(report: Report): string {
  return rowsOf(report)
    .filter(({ lines }) => lines.length > 0)
    .map(({ name, lines }) => [name, ...lines].join("\n"))
    .join("\n\n");
}

function knownText({ kind, value }: Known): string {
  const name = nameOf("kind", kind);
  return name ? t("{kind}: {value}", { kind: name, value }) : value;
}
