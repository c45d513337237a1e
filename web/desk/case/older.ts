/**
 * Messages and notes that the page of a report does not show at first: fetched and opened when
 * somebody asks for them.
 */

import { attempt } from "../../session/attempt.ts";
import type { MessagePage, ReportDetail } from "../../session/generated-calls.ts";
import { need } from "../../ui/parts.ts";
import { get } from "../calls.ts";
import type { Desk } from "../lock-screen.ts";
import { openMessages, showOlder } from "./case-view.ts";

const box = () => need("#older", HTMLElement);

export class Older {
  #desk: Desk | null = null;
  #detail: ReportDetail | null = null;
  #oldest = "";

  constructor() {
    need("button", HTMLButtonElement, box()).onclick = () => attempt(box(), () => this.#fetch());
  }

  show(detail: ReportDetail, desk: Desk): void {
    this.#desk = desk;
    this.#detail = detail;
    this.#oldest = "";
    this.#keep(detail);
  }

  clear(): void {
    this.#desk = this.#detail = null;
    box().hidden = true;
  }

  async #fetch(): Promise<void> {
    const [desk, detail] = [this.#desk, this.#detail];
    if (!desk || !detail) return;
    const page = await get(`reports/${detail.uid}/earlier`, this.#oldest);
    const opened = await openMessages(page, detail, desk.unlocked);
    // Meanwhile the page was locked or shown again.
    if (this.#detail !== detail) return;
    showOlder(opened);
    this.#keep(page);
  }

  #keep(page: MessagePage): void {
    if (page.oldest) this.#oldest = `?before=${page.oldest}`;
    box().hidden = !page.more;
  }
}

/** A report with all its messages and notes. @throws CallError */
export async function fetchConversation(uid: string): Promise<ReportDetail> {
  const detail = await get(`reports/${uid}`);
  let { messages, notes, oldest, more } = detail;
  while (more) {
    const before = oldest ? `?before=${oldest}` : "";
    const page: MessagePage = await get(`reports/${uid}/earlier`, before);
    messages = [...page.messages, ...messages];
    notes = [...page.notes, ...notes];
    ({ oldest, more } = page);
  }
  return { ...detail, messages, notes, oldest, more };
}
