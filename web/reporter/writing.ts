/** The page of questions, from the first question to the confirmation. */

import {
  type Destination,
  deliver,
  ownerOf,
  type Parcel,
  type Sealed,
  seal,
} from "../report/delivery.ts";
import { nameOf } from "../report/names.ts";
import { enliven, faultsOf, fillIn, readAnswers } from "../report/questions.ts";
import { textOf } from "../report/report.ts";
import { drawUid } from "../report/uid.ts";
import type { Work } from "../session/fetch.ts";
import { isStopped, messageOf, mustWait, wasRefused, workProgress } from "../session/trouble.ts";
import { fill } from "../ui/dom.ts";
import { clearFaults, showFaults } from "../ui/faults.ts";
import { loadModule } from "../ui/load.ts";
import { t } from "../ui/messages.ts";
import { button, byId, goTo, need, neutralise, painted, slot, takeOver } from "../ui/parts.ts";
import { listAnswers } from "./check.ts";
import { endDraft, findDraft, keepDraft } from "./draft.ts";
import { DRAFT, type Draft } from "./drafted.ts";
import { Keeping } from "./keeping.ts";
import { Picker, sayAtPicker } from "./picker.ts";
import { enlivenReceipt, sayBusy, sayFailure, showWords } from "./receipt.ts";
import { questions, type Screen, showQuestion, showScreen } from "./steps.ts";
import { sendPhotos } from "./uploading.ts";

class Writing {
  private readonly to: Destination;
  private readonly picker: Picker;
  private screen: Screen = "begin";
  private place = 0;
  /** Whether the writer is changing one answer from the list of all answers. */
  private changing = false;
  /** How many photos a reload lost, until the person goes on with others or without any. */
  private lost = 0;
  private uid = drawUid();
  private words: readonly string[] = [];
  private sealed: Sealed | null = null;
  private sending = false;
  /** What the server asks for in a flood, for these words and this `uid`. */
  private readonly work: Work = {};
  private stop = new AbortController();
  private readonly keeping = new Keeping(() => this.keep());

  constructor(to: Destination) {
    this.to = to;
    this.picker = new Picker(() => this.keeping.soon());
    const form = need("#questions", HTMLFormElement);
    enliven();
    form.addEventListener("submit", () => this.next());
    form.addEventListener("input", () => this.keeping.soon());
    button("start").addEventListener("click", () => this.ask(0));
    button("back").addEventListener("click", () => this.back());
    button("accept").addEventListener("click", () => void this.showReceipt());
    button("check-back").addEventListener("click", () => this.ask(questions().length - 1));
    button("receipt-back").addEventListener("click", () => this.check());
    button("stop").addEventListener("click", () => this.stop.abort());
    enlivenReceipt(
      () => this.words,
      () => void this.send(),
    );
    // Do this last: until then the forms work without the script.
    neutralise(form);
    neutralise(need("#send", HTMLFormElement));
  }

  /** Continue where a reload interrupted. */
  resume(draft: Draft): void {
    fillIn(draft.answers);
    this.uid = draft.uid;
    this.words = draft.words;
    // `seal` made what was stored here.
    this.sealed = draft.sealed as Sealed | null;
    this.lost = draft.photos;
    if (this.lost > 0) this.askForPhotosAgain();
    else if (draft.screen === "receipt") void this.showReceipt();
    else if (draft.screen === "check") this.check();
    else if (draft.screen === "questions") this.ask(draft.place);
    else this.begin();
  }

  begin(): void {
    this.screen = "begin";
    byId("begin").hidden = false;
    for (const screen of ["questions", "check", "receipt", "sent"]) byId(screen).hidden = true;
  }

  private askForPhotosAgain(): void {
    this.ask(questions().findIndex(({ dataset }) => dataset.question === "photos"));
    sayAtPicker(
      t(
        "The page was loaded again, so your photos are not here any more. Choose them again, or go on without them.",
      ),
    );
  }

  private ask(place: number): void {
    clearFaults();
    this.screen = "questions";
    this.place = place;
    showQuestion(place);
    // What was sealed does not change. The writer can still choose photos, which are sent
    // separately.
    button("back").hidden = this.sealed !== null;
    // Fetch the sealing code while the person writes; if that fails, sending tries again.
    loadModule("sealing").catch(() => undefined);
    this.keeping.soon();
  }

  private next(): void {
    const question = questions()[this.place];
    if (!question) return;
    const faults = faultsOf(question);
    if (faults.size > 0) {
      showFaults(faults);
      return;
    }
    if (question.dataset.question === "photos") this.lost = 0;
    if (this.sealed) void this.showReceipt();
    else if (this.changing || this.place + 1 === questions().length) this.check();
    else this.ask(this.place + 1);
  }

  private back(): void {
    clearFaults();
    if (this.changing) this.check();
    else if (this.place > 0) this.ask(this.place - 1);
    else {
      this.screen = "begin";
      showScreen("begin");
    }
  }

  private check(): void {
    clearFaults();
    this.changing = false;
    this.screen = "check";
    listAnswers(readAnswers(), this.picker.photos.length, (question) => {
      this.changing = true;
      this.ask(questions().findIndex(({ dataset }) => dataset.question === question));
    });
    showScreen("check");
    this.keeping.soon();
  }

  private async showReceipt(): Promise<void> {
    const wrong = questions().findIndex((question) => faultsOf(question).size > 0);
    if (wrong >= 0) {
      this.ask(wrong);
      return this.next();
    }
    fill(byId("check-busy"), t("One moment…"));
    try {
      const { drawReceipt } = await loadModule("sealing");
      if (this.words.length === 0) this.words = drawReceipt();
    } catch (error) {
      this.check();
      return showFaults(new Map([["accept", messageOf(error)]]));
    } finally {
      fill(byId("check-busy"), "");
    }
    this.screen = "receipt";
    showWords(this.words);
    button("receipt-back").hidden = this.sealed !== null;
    showScreen("receipt");
    this.keeping.soon();
  }

  private async send(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    const triedBefore = this.sealed !== null;
    sayFailure("");
    sayBusy(t("Locking your report on this device…"));
    await painted();
    try {
      await this.delivered();
    } catch (error) {
      // After a refusal nothing is stored, so it may still change; otherwise it may have arrived.
      if (wasRefused(error) || (isStopped(error) && !triedBefore)) this.sealed = null;
      this.keeping.soon();
      button("receipt-back").hidden = this.sealed !== null;
      // Show the readable text only if the person has to copy it: somebody may come into the room.
      const unsent = mustWait(error) ? textOf(readAnswers()) : "";
      sayFailure(`${messageOf(error)} ${whatIsKept(error)}`, unsent);
      goTo(byId("send-failed"));
      byId("send-failed").scrollIntoView({ block: "center" });
    } finally {
      this.sending = false;
      sayBusy("");
    }
  }

  private async delivered(): Promise<void> {
    const parcel = this.parcel();
    this.sealed ??= await seal(parcel, this.to);
    await this.keeping.now();
    sayBusy(t("Sending…"));
    const keep = (again: Sealed) => {
      this.sealed = again;
      return this.keeping.now();
    };
    this.stop = new AbortController();
    this.work.signal = this.stop.signal;
    const show = workProgress((text) => sayBusy(text, true));
    this.work.solving = (part) => (part < 1 ? show(part) : sayBusy(t("Sending…")));
    const reference = await deliver(this.sealed, parcel, this.to, keep, this.work);
    this.sent(reference, parcel);
  }

  private parcel(): Parcel {
    const { consents, ...report } = readAnswers();
    const photos = this.picker.photos.length;
    return { uid: this.uid, words: this.words, report, consents, photos };
  }

  private sent(reference: string, parcel: Parcel): void {
    this.screen = "sent";
    this.keeping.end();
    endDraft();
    fill(slot(byId("sent"), "reference"), reference);
    sayWhatFollows(parcel);
    // While the page sends photos, no link leads away and no text says that the person may close
    // it.
    byId("sent-end").hidden = this.picker.photos.length > 0;
    showScreen("sent");
    need("#questions", HTMLFormElement).reset();
    byId("check-list").replaceChildren();
    byId("words").replaceChildren();
    void this.sendPhotos(parcel);
  }

  private async sendPhotos(parcel: Parcel): Promise<void> {
    const { photos } = this.picker;
    if (photos.length === 0) return;
    await sendPhotos(photos, () => ownerOf(parcel, this.to.key));
    byId("sent-end").hidden = false;
    this.picker.clear();
  }

  private keep(): Promise<void> {
    const draft = {
      v: 1,
      project: this.to.project,
      screen: this.screen,
      place: this.place,
      answers: readAnswers(),
      photos: this.picker.photos.length || this.lost,
      uid: this.uid,
      words: this.words,
      sealed: this.sealed,
    };
    return keepDraft(draft);
  }
}

/** Say only what fits the answers: how an answer comes, and what is shared. */
function sayWhatFollows({ report, consents }: Parcel): void {
  const page = byId("sent");
  const shared = consents.length ? "some" : "nothing";
  for (const part of page.querySelectorAll<HTMLElement>("[data-answer], [data-shared]")) {
    const { answer, shared: share } = part.dataset;
    part.hidden = answer ? answer !== report.answer : share !== shared;
  }
  fill(slot(page, "allowed"), consents.map((scope) => nameOf("consent", scope)).join(", "));
}

/** Where the report is now, and what to do. */
function whatIsKept(error: unknown): string {
  return mustWait(error)
    ? t(
        "Your report is not sent, and your seven words open nothing yet. What you wrote is in this tab only. Keep this tab open, or copy it.",
      )
    : t("Nothing that you wrote is lost. Press Send to try again.");
}

/** Start the page of questions, and continue with the draft of this tab if there is one. */
export async function startWriting(): Promise<void> {
  const page = document.querySelector<HTMLElement>("#report");
  if (!page) return;
  const { project = "", key = "", publicKey = "", wording = "" } = page.dataset;
  const writing = new Writing({ project, key: { id: key, public_key: publicKey }, wording });
  takeOver();
  writing.begin();
  const draft = await findDraft(DRAFT);
  if (draft?.project === project) writing.resume(draft);
}
