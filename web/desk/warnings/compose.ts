/**
 * Writing a warning beside the report it comes from: this browser seals it, and it becomes a draft.
 */

import { onSubmit } from "../../session/attempt.ts";
import type { ReportDetail } from "../../session/generated-calls.ts";
import { showStep } from "../../session/parts.ts";
import { t } from "../../ui/messages.ts";
import { need } from "../../ui/parts.ts";
import { warnBeforeLoss } from "../../ui/unsaved.ts";
import { fetchConversation } from "../case/older.ts";
import type { Desk, DeskPage } from "../lock-screen.ts";
import { clearBeside, reportTexts, showBeside } from "./beside.ts";
import { DraftOutbox } from "./draft-outbox.ts";
import { Findings } from "./findings.ts";
import { DraftForm } from "./form.ts";
import { fetchWarnings } from "./listing.ts";
import { WholeNumbers } from "./whole-numbers.ts";

const part = (id: string) => need(`#${id}`, HTMLElement);

export class NewWarningPage implements DeskPage {
  readonly #report = part("new-warning").dataset.report ?? "";
  readonly #form = new DraftForm();
  readonly #findings = new Findings(this.#form.texts);
  readonly #numbers = new WholeNumbers();
  readonly #outbox = new DraftOutbox();
  #detail: ReportDetail | null = null;
  #desk: Desk | null = null;
  #kept = false;

  constructor() {
    onSubmit(this.#form.element, () => this.#keep(), t("Locking and keeping…"));
    warnBeforeLoss(() => !this.#kept && this.#form.written);
  }

  async open(desk: Desk): Promise<void> {
    this.#desk = desk;
    if (this.#kept) return;
    const detail = await fetchConversation(this.#report);
    const agreed = detail.consents.warn === true;
    part("no-consent").hidden = agreed;
    part("writing").hidden = !agreed;
    if (!agreed) return;
    const opened = await showBeside(detail, desk.unlocked);
    if (this.#desk !== desk) return clearBeside();
    this.#detail = detail;
    this.#form.offer(opened.report.value?.who ?? [], opened.report.value?.borough ?? "");
    await this.#findings.compareWith(reportTexts(opened));
  }

  close(): void {
    this.#desk = null;
    this.#detail = null;
    this.#form.clearOffered();
    this.#findings.clear();
    clearBeside();
    for (const dialog of document.querySelectorAll("dialog")) dialog.close();
  }

  async #keep(): Promise<void> {
    const detail = this.#detail;
    if (!detail) throw new Error("No report is open to write a warning from.");
    const draft = this.#form.read();
    if (!(await this.#numbers.agreed(draft.identifiers))) return;
    if (!(await this.#findings.agreed())) return;
    await this.#outbox.send(draft, detail);
    this.#kept = true;
    this.#form.reset();
    this.close();
    await this.#showNext();
  }

  async #showNext(): Promise<void> {
    const { four_eyes } = await fetchWarnings().catch(() => ({ four_eyes: true }));
    part("next-colleague").hidden = !four_eyes;
    part("next-alone").hidden = four_eyes;
    showStep("kept");
  }
}
