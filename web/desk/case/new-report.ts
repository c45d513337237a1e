/** Writing a report for somebody: questions and their seven words, sealed in this browser. */

import { type Destination, type Parcel, type Sealed, seal } from "../../report/delivery.ts";
import { type Answers, enliven, faultsOf, readAnswers } from "../../report/questions.ts";
import { drawUid } from "../../report/uid.ts";
import { drawReceipt } from "../../sealing/receipt.ts";
import { onSubmit } from "../../session/attempt.ts";
import { Fault } from "../../session/faults.ts";
import { showStep } from "../../session/parts.ts";
import { wasRefused } from "../../session/trouble.ts";
import { fill, h } from "../../ui/dom.ts";
import type { Faults } from "../../ui/faults.ts";
import { clearFaults, showFaults } from "../../ui/faults.ts";
import { t } from "../../ui/messages.ts";
import { need, neutralise } from "../../ui/parts.ts";
import { warnBeforeLoss } from "../../ui/unsaved.ts";
import { reportPage } from "../address.ts";
import { post } from "../calls.ts";
import type { Desk, DeskPage } from "../lock-screen.ts";
import { retiredFor } from "./outbox.ts";

const questions = () => need("#questions", HTMLFormElement);

/**
 * What was sealed, and from which answers. The page sends the same again until the server confirms.
 */
interface Waiting {
  of: string;
  sealed: Sealed;
}

export class NewReportPage implements DeskPage {
  readonly #words = drawReceipt();
  readonly #uid = drawUid();
  #to: Destination | null = null;
  #waiting: Waiting | null = null;
  #stored = false;

  constructor() {
    neutralise(questions());
    enliven();
    questions().addEventListener("submit", () => this.#toWords());
    need("#back-to-questions", HTMLButtonElement).onclick = () => showStep("ask");
    need("#print-words", HTMLButtonElement).onclick = () => print();
    const form = need("#words-form", HTMLFormElement);
    onSubmit(form, () => this.#store(form), t("Locking and storing. This takes a moment…"));
    warnBeforeLoss(() => !this.#stored && readAnswers().what !== "");
  }

  async open({ keys }: Desk): Promise<void> {
    const { current, slug } = keys.project;
    const key = keys.grants.find((grant) => grant.key === current);
    if (!key) throw new Fault("", t("First a colleague must give you the project’s key."));
    const wording = need("#new", HTMLElement).dataset.wording ?? "";
    this.#to = { project: slug, key: { id: key.key, public_key: key.public_key }, wording };
  }

  close(): void {
    this.#to = null;
  }

  #toWords(): void {
    const faults: Faults = new Map();
    for (const question of questions().querySelectorAll<HTMLElement>(".question")) {
      for (const [field, message] of faultsOf(question)) faults.set(field, message);
    }
    clearFaults();
    if (faults.size) {
      showFaults(faults);
      return;
    }
    const list = need("#words", HTMLElement);
    fill(list, ...this.#words.map((word) => h("li", {}, h("span", {}, word))));
    showStep("words");
  }

  #parcel({ consents, ...report }: Answers): Parcel {
    return { uid: this.#uid, words: this.#words, report, consents, photos: 0 };
  }

  async #store(form: HTMLFormElement): Promise<void> {
    if (!new FormData(form).get("fate")) {
      throw new Fault("words-fate", t("Say what happens with the words."));
    }
    await this.#deliver(readAnswers());
    this.#stored = true;
    questions().reset();
    fill(need("#words", HTMLElement));
    need("#to-report", HTMLAnchorElement).href = reportPage(this.#uid);
    showStep("stored");
  }

  async #deliver(answers: Answers): Promise<void> {
    if (!this.#to) throw new Error("The page has no key to seal to.");
    const of = JSON.stringify(answers);
    const parcel = this.#parcel(answers);
    if (this.#waiting?.of !== of) this.#waiting = { of, sealed: await seal(parcel, this.#to) };
    try {
      await post("reports", this.#waiting.sealed);
    } catch (error) {
      // After a refusal nothing is stored, so the report may change; otherwise it may have arrived.
      if (wasRefused(error)) this.#waiting = null;
      need("#back-to-questions", HTMLElement).hidden = this.#waiting !== null;
      const key = retiredFor(error);
      if (!key) throw error;
      this.#to = { ...this.#to, key };
      return this.#deliver(answers);
    }
  }
}
