/** The page of one report: reading it, answering, notes, and who handles it. */

import { byOf } from "../../report/team.ts";
import { onSubmit, showFailure } from "../../session/attempt.ts";
import type { ReportDetail } from "../../session/generated-calls.ts";
import { t } from "../../ui/messages.ts";
import { need, takeOut } from "../../ui/parts.ts";
import { warnBeforeLoss } from "../../ui/unsaved.ts";
import { get, post } from "../calls.ts";
import { type Desk, type DeskPage, renewed } from "../lock-screen.ts";
import { fetchTeam } from "../team/team.ts";
import { clearCase, openCase, showCase, showHead } from "./case-view.ts";
import { CaseWarnings } from "./case-warnings.ts";
import { Handover } from "./handover.ts";
import { Older } from "./older.ts";
import { type Addressee, Outbox } from "./outbox.ts";
import { PhotoList } from "./photos.ts";
import { Removal } from "./removal.ts";

const root = () => need("#report", HTMLElement);
const field = (id: string) => need(`#${id}`, HTMLTextAreaElement);

export class CasePage implements DeskPage {
  readonly #uid = root().dataset.uid ?? "";
  readonly #answers = new Outbox("messages");
  readonly #notes = new Outbox("notes");
  readonly #photos = new PhotoList(need("#photos", HTMLElement));
  readonly #older = new Older();
  readonly #warnings = new CaseWarnings();
  readonly #handover: Handover;
  readonly #removal: Removal;
  /** Who reads, while the page is unlocked; and whom they write to, once that is known. */
  #desk: Desk | null = null;
  #to: Addressee | null = null;

  constructor() {
    this.#handover = new Handover(
      (text) => this.#send(this.#notes, text),
      () => this.#refresh(),
    );
    this.#removal = new Removal(() => this.#refresh());
    const reply = () => this.#write("reply", this.#answers);
    const note = () => this.#write("note", this.#notes);
    onSubmit(need("#reply-form", HTMLFormElement), reply, t("Locking and sending…"));
    onSubmit(need("#note-form", HTMLFormElement), note);
    warnBeforeLoss(() => ["reply", "note", "hand-note"].some((id) => field(id).value.trim()));
  }

  async open(desk: Desk): Promise<void> {
    this.#desk = desk;
    const [detail, team] = await Promise.all([get(`reports/${this.#uid}`), fetchTeam()]);
    const opened = await openCase(detail, desk.unlocked);
    if (this.#desk !== desk) return;
    this.#to = addressee(detail);
    showCase(detail, opened);
    this.#handover.show(detail, team);
    this.#photos.show(detail, desk.unlocked);
    this.#older.show(detail, desk);
    this.#warnings.show(detail, desk);
    this.#removal.show(detail, desk.keys.user.id);
    if (opened.report.why !== "locked" && !detail.opened_on) {
      const { number } = await post(`reports/${this.#uid}/opened`);
      if (this.#desk === desk) showHead({ ...detail, number, status: "waiting" });
    }
  }

  close(): void {
    this.#desk = null;
    this.#photos.clear();
    this.#older.clear();
    this.#warnings.clear();
    this.#removal.clear();
    clearCase();
  }

  /** Show what the server has now. If this fails, what was done before is still done. */
  async #refresh(): Promise<void> {
    const desk = this.#desk;
    if (!desk) return;
    try {
      const now = await renewed(desk);
      if (this.#desk === desk) await this.open(now);
    } catch (error) {
      showFailure(root(), error);
    }
  }

  /** Send the text of a field, and remove it only when the server has confirmed it. */
  async #write(id: string, outbox: Outbox): Promise<void> {
    const input = field(id);
    const text = input.value.trim();
    if (!text) return input.focus();
    await this.#send(outbox, text);
    takeOut(text, input);
    await this.#refresh();
  }

  async #send(outbox: Outbox, text: string): Promise<void> {
    if (!this.#desk || !this.#to) throw new Error("Nothing is open to write to.");
    await outbox.send({ text, by: byOf(this.#desk.keys.user) }, this.#to);
  }
}

function addressee(detail: ReportDetail): Addressee {
  return {
    uid: detail.uid,
    reporterPublicKey: detail.reporter_public_key,
    key: detail.project_key,
  };
}
