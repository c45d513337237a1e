/** The opened report beside a warning: to read it, and to compare the warning with it. */

import { placeName } from "../../report/names.ts";
import { rowsOf } from "../../report/report.ts";
import type { ReportDetail } from "../../session/generated-calls.ts";
import { fill } from "../../ui/dom.ts";
import { need } from "../../ui/parts.ts";
import { answerRow, bubble, type OpenedCase, openCase } from "../case/case-view.ts";
import type { Unlocked } from "../vault.ts";
import type { ReportTexts } from "./linter/report-index.ts";

const part = (id: string) => need(`#${id}`, HTMLElement);

/** Answers that do not name a place. */
const NO_PLACES = ["", "outside", "unsure"];

/** Open a report and show what it says. @throws CallError */
export async function showBeside(detail: ReportDetail, unlocked: Unlocked): Promise<OpenedCase> {
  const opened = await openCase(detail, unlocked);
  fill(
    part("answers"),
    ...(opened.report.value ? rowsOf(opened.report.value).flatMap(answerRow) : []),
  );
  fill(part("talk"), ...opened.messages.map(bubble));
  part("talk-box").hidden = opened.messages.length === 0;
  part("beside-none").hidden = opened.report.value !== null;
  return opened;
}

export function clearBeside(): void {
  fill(part("answers"));
  fill(part("talk"));
}

/** All that the reporter has written, for the linter. */
export function reportTexts({ report, messages }: OpenedCase): ReportTexts {
  const written = messages
    .filter(({ record }) => record.kind === "reporter-message")
    .flatMap(({ message }) => (message.value ? [message.value.text] : []));
  if (!report.value) return { texts: written, places: [] };
  const { what, when_words, contact, who, borough } = report.value;
  const known = who.map(({ value }) => value);
  return {
    texts: [what, when_words, contact, ...known, ...written].filter(Boolean),
    places: NO_PLACES.includes(borough) ? [] : [placeName(borough)],
  };
}
