/** Messages and notes of all reports, fetched and opened for the inbox's search. */

import { REPORTER_MESSAGE } from "../../report/opened.ts";
import type { AllMessages, ReportMessage } from "../../session/generated-calls.ts";
import { inTurns } from "../../ui/in-turns.ts";
import { get } from "../calls.ts";
import { openAs } from "../records.ts";
import type { Unlocked } from "../vault.ts";

export interface Opened {
  report: string;
  text: string;
}

/** Page after page, newest first; leaves out what does not open. @throws CallError */
export async function* fetchMessages(unlocked: Unlocked): AsyncGenerator<Opened[]> {
  let before = "";
  for (let more = true; more; ) {
    const page: AllMessages = await get("reports/messages", before);
    const opened = await inTurns(page.messages, (each) => open(each, unlocked));
    yield opened.filter((each) => each !== null);
    more = page.next !== null;
    before = `?before=${page.next}`;
  }
}

async function open(message: ReportMessage, unlocked: Unlocked): Promise<Opened | null> {
  const { value } = await openAs(message, message, unlocked, REPORTER_MESSAGE);
  return value && { report: message.report, text: value.text };
}
