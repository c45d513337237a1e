/** What was said longer ago than the page of a report shows: fetched and opened when asked for. */

import { attempt } from "../../session/attempt.ts";
import { need } from "../../ui/parts.ts";
import { get } from "../calls.ts";
import type { Desk } from "../lock-screen.ts";
import type { SaidAfter, Whole } from "../records.ts";
import { openSaid, showOlder } from "./case-view.ts";

const box = () => need("#older", HTMLElement);

export class Older {
  #desk: Desk | null = null;
  #whole: Whole | null = null;
  #oldest = "";

  constructor() {
    need("button", HTMLButtonElement, box()).onclick = () => attempt(box(), () => this.#fetch());
  }

  show(whole: Whole, desk: Desk): void {
    this.#desk = desk;
    this.#whole = whole;
    this.#oldest = "";
    this.#keep(whole);
  }

  clear(): void {
    this.#desk = this.#whole = null;
    box().hidden = true;
  }

  async #fetch(): Promise<void> {
    const [desk, whole] = [this.#desk, this.#whole];
    if (!desk || !whole) return;
    const page = await get<SaidAfter>(`reports/${whole.uid}/said${this.#oldest}`);
    const opened = await openSaid(page, whole, desk.unlocked);
    // The page was locked, or shown again, meanwhile.
    if (this.#whole !== whole) return;
    showOlder(opened);
    this.#keep(page);
  }

  #keep(page: SaidAfter): void {
    if (page.oldest) this.#oldest = `?before=${page.oldest}`;
    box().hidden = !page.more;
  }
}

/** A report with all that was said after it. @throws CallError */
export async function wholeConversation(uid: string): Promise<Whole> {
  const whole = await get<Whole>(`reports/${uid}`);
  let { messages, notes, oldest, more } = whole;
  while (more) {
    const before = oldest ? `?before=${oldest}` : "";
    const page: SaidAfter = await get<SaidAfter>(`reports/${uid}/said${before}`);
    messages = [...page.messages, ...messages];
    notes = [...page.notes, ...notes];
    ({ oldest, more } = page);
  }
  return { ...whole, messages, notes, oldest, more };
}
