/** What the page of one report shows once everything in it is opened. */

import { fill, h } from "../page/dom.ts";
import { t } from "../page/messages.ts";
import { nameOf } from "../reporter/names.ts";
import { dayText, need } from "../reporter/parts.ts";
import { type Report, rowsOf } from "../reporter/report.ts";
import { type Message, readMessage } from "./content.ts";
import {
  called,
  ifItOpens,
  openRecord,
  openReport,
  type SaidAfter,
  type SealedMessage,
  type Whole,
} from "./records.ts";
import { statusTag } from "./tags.ts";
import type { Unlocked } from "./vault.ts";

/** A record with what is inside; null where that does not open. */
interface Line {
  record: SealedMessage;
  message: Message | null;
}

/** A page of what was said after a report, opened. */
export interface OpenedSaid {
  messages: Line[];
  notes: Line[];
}

/** A report and the newest of what was said after it, opened. */
export interface OpenedCase extends OpenedSaid {
  report: Report | null;
}

const part = (id: string) => need(`#${id}`, HTMLElement);

/** Open a report and the newest of what was said after it. */
export async function openCase(whole: Whole, unlocked: Unlocked): Promise<OpenedCase> {
  const report = await ifItOpens(openReport(whole, unlocked));
  return { report, ...(await openSaid(whole, whole.uid, unlocked)) };
}

/** Open a page of what was said after a report. */
export async function openSaid(
  page: SaidAfter,
  report: string,
  unlocked: Unlocked,
): Promise<OpenedSaid> {
  const line = async (record: SealedMessage): Promise<Line> => {
    const opening = openRecord(record, record.kind, report, unlocked);
    return { record, message: await ifItOpens(opening.then(readMessage)) };
  };
  return {
    messages: await Promise.all(page.messages.map(line)),
    notes: await Promise.all(page.notes.map(line)),
  };
}

/** Put an older page before what is shown. */
export function showOlder({ messages, notes }: OpenedSaid): void {
  part("talk").prepend(...messages.map(bubble));
  part("notes").prepend(...notes.map(noteLine));
}

export function showCase(whole: Whole, { report, messages, notes }: OpenedCase): void {
  part("will-not-open").hidden = report !== null;
  part("opened").hidden = report === null;
  showHead(whole);
  fill(part("said"), ...(report ? rowsOf(report).flatMap(saidRow) : []));
  fill(part("talk"), ...messages.map(bubble));
  part("talk-empty").hidden = messages.length > 0 || whole.more;
  fill(part("notes"), ...notes.map(noteLine));
  showAgreed(whole);
}

/** Take away all that was opened. */
export function clearCase(): void {
  for (const id of ["said", "talk", "notes", "agreed", "ledger", "in-hand"]) fill(part(id));
}

/** Number, state and day, and who sealed it where that was not the writer. */
export function showHead(whole: Whole): void {
  const day = t("Received {day}", { day: dayText(whole.received_on) });
  const writers = t("Its writer knows it as {reference}", { reference: whole.reference });
  fill(part("called"), t("Report {name}", { name: called(whole) }));
  const quiet = [day, writers].map((text) => h("span", { class: "quiet" }, text));
  fill(part("tags"), statusTag(whole.status), ...quiet);
  for (const bar of document.querySelectorAll<HTMLElement>("[data-sealed-by]")) {
    bar.hidden = bar.dataset.sealedBy !== whole.sealed_by;
  }
}

export function saidRow({ name, lines }: { name: string; lines: string[] }): HTMLElement[] {
  if (!lines.length) return [];
  return [
    h("dt", {}, name),
    h("dd", {}, ...lines.map((line) => h("p", { class: "said", dir: "auto" }, line))),
  ];
}

export function bubble(line: Line): HTMLElement {
  const ours = line.record.kind === "project-message";
  const someone = ours ? t("Your team") : t("The writer");
  return h("li", { class: ours ? "bubble mine" : "bubble" }, ...said(line, someone));
}

function noteLine(note: Line): HTMLElement {
  return h("li", {}, ...said(note, t("Your team")));
}

function said({ record, message }: Line, someone: string): HTMLElement[] {
  const who = message?.by || someone;
  return [
    h("p", { class: "who" }, t("{who}, {day}", { who, day: dayText(record.day) })),
    message
      ? h("p", { class: "said", dir: "auto" }, message.text)
      : h("p", { class: "quiet" }, t("This cannot be opened with your keys.")),
  ];
}

function showAgreed({ consents, ledger }: Whole): void {
  fill(part("agreed"), ...Object.entries(consents).map(([scope, given]) => agreed(scope, given)));
  fill(part("ledger"), ...ledger.map((line) => h("li", {}, changed(line))));
  part("ledger-box").hidden = ledger.length === 0;
}

function agreed(scope: string, given: boolean): HTMLElement {
  const tag = h("span", { class: given ? "tag good" : "tag" }, given ? t("Yes") : t("No"));
  return h("li", { "data-given": String(given) }, tag, h("span", {}, nameOf("consent", scope)));
}

function changed({ scope, given, day }: Whole["ledger"][number]): string {
  const values = { day: dayText(day), scope: nameOf("consent", scope) };
  return given ? t("{day}: yes to “{scope}”", values) : t("{day}: no longer “{scope}”", values);
}
