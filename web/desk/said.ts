/** What was said after the reports, fetched and opened for the search of the inbox. */

import { get } from "./calls.ts";
import { readMessage } from "./content.ts";
import { ifItOpens, openRecord, type Said } from "./records.ts";
import type { Unlocked } from "./vault.ts";

interface Page {
  said: Said[];
  next: string | null;
}

export interface Opened {
  report: string;
  text: string;
}

/** Page after page, newest first; what does not open is left out. @throws CallError */
export async function* allSaid(unlocked: Unlocked): AsyncGenerator<Opened[]> {
  let before = "";
  for (let more = true; more; ) {
    const page: Page = await get<Page>(`reports/said${before}`);
    const opened = await Promise.all(page.said.map((each) => open(each, unlocked)));
    yield opened.filter((each) => each !== null);
    more = page.next !== null;
    before = `?before=${page.next}`;
  }
}

async function open(said: Said, unlocked: Unlocked): Promise<Opened | null> {
  const inside = await ifItOpens(openRecord(said, said.kind, said.report, unlocked));
  return inside && { report: said.report, text: readMessage(inside).text };
}
