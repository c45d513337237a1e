/** What the page of one report shows once it has opened everything. */

import { nameOf } from "../../report/names.ts";
import { REPORTER_MESSAGE, type Report, TEAM_MESSAGE } from "../../report/opened.ts";
import { rowsOf } from "../../report/report.ts";
import { nameOfBy } from "../../report/team.ts";
import type { MessagePage, ReportDetail, SealedMessage } from "../../session/generated-calls.ts";
import { fill, h, setHeading } from "../../ui/dom.ts";
import { inTurns } from "../../ui/in-turns.ts";
import { t } from "../../ui/messages.ts";
import { dayText, need } from "../../ui/parts.ts";
import { writtenText } from "../../ui/written.ts";
import { called, type Opened, openAs, openReport, type Why } from "../records.ts";
import { statusTag } from "../tags.ts";
import type { Unlocked } from "../vault.ts";

/** A record and its content; `by` is the person of the team who wrote it, if that is known. */
interface Line {
  record: SealedMessage;
  message: Opened<{ text: string }>;
  by: string | null;
}

/** A page of the messages and notes after a report, opened. */
export interface OpenedSaid {
  messages: Line[];
  notes: Line[];
}

/** A report and its newest messages and notes, opened. */
export interface OpenedCase extends OpenedSaid {
  report: Opened<Report>;
}

const part = (id: string) => need(`#${id}`, HTMLElement);

/** Open a report and its newest messages and notes. */
export async function openCase(detail: ReportDetail, unlocked: Unlocked): Promise<OpenedCase> {
  const report = await openReport(detail, unlocked);
  return { report, ...(await openMessages(detail, detail, unlocked)) };
}

/** Open a page of the messages and notes after a report. */
export async function openMessages(
  page: MessagePage,
  detail: ReportDetail,
  unlocked: Unlocked,
): Promise<OpenedSaid> {
  const line = (record: SealedMessage) => lineOf(record, detail, unlocked);
  return {
    messages: await inTurns(page.messages, line),
    notes: await inTurns(page.notes, line),
  };
}

/** The kind of a record says who wrote it: a reporter seals no name into theirs. */
async function lineOf(
  record: SealedMessage,
  detail: ReportDetail,
  unlocked: Unlocked,
): Promise<Line> {
  const place = { kind: record.kind, report: detail.uid };
  if (record.kind === "reporter-message") {
    return { record, message: await openAs(record, place, unlocked, REPORTER_MESSAGE), by: null };
  }
  const message = await openAs(record, place, unlocked, TEAM_MESSAGE);
  return { record, message, by: message.value && nameOfBy(detail.team, message.value.by) };
}

/** Put an older page before what is shown. */
export function showOlder({ messages, notes }: OpenedSaid): void {
  part("talk").prepend(...messages.map(bubble));
  part("notes").prepend(...notes.map(noteLine));
}

export function showCase(detail: ReportDetail, { report, messages, notes }: OpenedCase): void {
  part("will-not-open").hidden = report.why !== "locked";
  part("cannot-be-read").hidden = report.why !== "unreadable";
  part("opened").hidden = report.why === "locked";
  part("answers-panel").hidden = report.value === null;
  part("longer").hidden = !report.cut;
  showHead(detail);
  fill(part("answers"), ...(report.value ? rowsOf(report.value).flatMap(answerRow) : []));
  fill(part("talk"), ...messages.map(bubble));
  const some = messages.length > 0 || detail.more;
  part("answers-later").hidden = !some;
  part("talk-empty").hidden = some;
  fill(part("notes"), ...notes.map(noteLine));
  showAgreed(detail);
}

/** Remove everything that was opened. */
export function clearCase(): void {
  for (const id of ["answers", "talk", "notes", "agreed", "ledger", "in-hand"]) fill(part(id));
}

/** Show number, state and day, and who sealed the report if its writer did not. */
export function showHead(detail: ReportDetail): void {
  const day = t("Received {day}", { day: dayText(detail.received_on) });
  const writers = t("Its writer knows it as {reference}", { reference: detail.reference });
  setHeading(part("called"), t("Report {name}", { name: called(detail) }));
  const quiet = [day, writers].map((text) => h("span", { class: "quiet" }, text));
  fill(part("tags"), statusTag(detail.status), ...quiet);
  for (const bar of document.querySelectorAll<HTMLElement>("[data-sealed-by]")) {
    bar.hidden = bar.dataset.sealedBy !== detail.sealed_by;
  }
}

export function answerRow({ name, lines }: { name: string; lines: string[] }): HTMLElement[] {
  if (!lines.length) return [];
  return [h("dt", {}, name), h("dd", {}, ...lines.flatMap((line) => writtenText(line)))];
}

export function bubble(line: Line): HTMLElement {
  const ours = line.record.kind === "project-message";
  const someone = ours ? t("Your team") : t("The writer");
  return h("li", { class: ours ? "bubble mine" : "bubble" }, ...messageBody(line, someone));
}

function noteLine(note: Line): HTMLElement {
  return h("li", {}, ...messageBody(note, t("Your team")));
}

function messageBody({ record, message, by }: Line, someone: string): (HTMLElement | null)[] {
  const values = { who: by ?? someone, day: dayText(record.day) };
  return [
    h("p", { class: "who" }, t("{who}, {day}", values)),
    ...(message.value
      ? writtenText(message.value.text)
      : [h("p", { class: "quiet" }, whyNot(message.why))]),
    ...(message.cut ? [h("p", { class: "quiet" }, longer())] : []),
  ];
}

/** Why a record shows nothing. */
export function whyNot(why: Why): string {
  return why === "locked"
    ? t("This cannot be opened with your keys.")
    : t("This cannot be read. It was not written by our pages.");
}

/** Says that the text was longer than what is shown. */
export function longer(): string {
  return t("It was longer than our pages write. The rest is not shown.");
}

function showAgreed({ consents, ledger }: ReportDetail): void {
  fill(part("agreed"), ...Object.entries(consents).map(([scope, given]) => agreed(scope, given)));
  fill(part("ledger"), ...ledger.map((line) => h("li", {}, changed(line))));
  part("ledger-box").hidden = ledger.length === 0;
}

function agreed(scope: string, given: boolean): HTMLElement {
  const tag = h("span", { class: given ? "tag good" : "tag" }, given ? t("Yes") : t("No"));
  return h("li", { "data-given": String(given) }, tag, h("span", {}, nameOf("consent", scope)));
}

function changed({ scope, given, day }: ReportDetail["ledger"][number]): string {
  const values = { day: dayText(day), scope: nameOf("consent", scope) };
  return given ? t("{day}: yes to “{scope}”", values) : t("{day}: no longer “{scope}”", values);
}
