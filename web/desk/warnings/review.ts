/** Reading a draft beside its report, to change, approve or discard it. */

import { b64u, fromB64u, sha256 } from "../../sealing/bytes.ts";
import { attempt, onSubmit } from "../../session/attempt.ts";
import { CallError } from "../../session/fetch.ts";
import type { ListedWarning, Listing, WarningKind } from "../../session/generated-calls.ts";
import { showStep } from "../../session/parts.ts";
import { fill } from "../../ui/dom.ts";
import { t } from "../../ui/messages.ts";
import { momentText, need } from "../../ui/parts.ts";
import { numberOf } from "../../warning/kinds.ts";
import { post } from "../calls.ts";
import { fetchConversation } from "../case/older.ts";
import type { Desk } from "../lock-screen.ts";
import { clearBeside, reportTexts, showBeside } from "./beside.ts";
import type { Draft } from "./draft.ts";
import { replaceDraft } from "./draft-outbox.ts";
import { type Entries, labelOf } from "./entries.ts";
import { Findings } from "./findings.ts";
import { DraftForm } from "./form.ts";
import { WholeNumbers } from "./whole-numbers.ts";

const part = (id: string) => need(`#${id}`, HTMLElement);

/** The draft that the person looks at. */
interface Looking {
  warning: ListedWarning;
  listing: Listing;
  desk: Desk;
}

export class Review {
  readonly #entries: Entries;
  readonly #done: (message: string) => Promise<void>;
  readonly #form = new DraftForm();
  readonly #findings = new Findings(this.#form.texts);
  readonly #numbers = new WholeNumbers();
  #looking: Looking | null = null;
  #changed = false;

  /** `done` is called with a message when the person keeps, approves or leaves the draft. */
  constructor(entries: Entries, done: (message: string) => Promise<void>) {
    this.#entries = entries;
    this.#done = done;
    const { element } = this.#form;
    for (const event of ["input", "change"]) {
      element.addEventListener(event, () => this.#showChanged(true));
    }
    onSubmit(element, () => this.#keep(), t("Locking and keeping…"));
    need("#approve", HTMLButtonElement).onclick = () =>
      void attempt(
        part("approving"),
        () => this.#approve(),
        t("Asking both sites. This takes a moment…"),
      );
    need("#back-to-list", HTMLButtonElement).onclick = () => void this.leave("");
  }

  /** Whether the person changed something and did not keep it. */
  get changed(): boolean {
    return this.#changed;
  }

  /** The draft that the person looks at. */
  get warning(): ListedWarning | null {
    return this.#looking?.warning ?? null;
  }

  /** Show a draft beside its report. @throws CallError */
  async show(looking: Looking, draft: Draft): Promise<void> {
    const { warning, listing, desk } = looking;
    const detail = await fetchConversation(warning.report.uid).catch(nullIfGone);
    const opened = detail && (await showBeside(detail, desk.unlocked));
    this.#looking = looking;
    this.#form.offer(opened?.report.value?.who ?? [], "");
    if (!this.#changed) this.#form.show(draft);
    part("beside-none").hidden = opened?.report.value != null;
    fill(part("review-by"), t("Written by {writer}", { writer: warning.composed_by.name }));
    const mine = warning.composed_by.id === desk.keys.user.id;
    part("own-draft").hidden = !mine || !listing.four_eyes;
    part("consent-gone").hidden = warning.consent;
    this.#showChanged(this.#changed);
    showStep("review");
    if (opened) await this.#findings.compareWith(reportTexts(opened));
    else await this.#findings.show();
  }

  /** Remove what was opened; typed changes stay. */
  close(): void {
    this.#looking = null;
    this.#form.clearOffered();
    this.#findings.clear();
    clearBeside();
    if (!this.#changed) this.#form.reset();
  }

  /** Leave the draft, and drop its changes. */
  async leave(message: string): Promise<void> {
    this.#showChanged(false);
    this.close();
    showStep("list");
    await this.#done(message);
  }

  #showChanged(changed: boolean): void {
    this.#changed = changed;
    const { warning, listing, desk } = this.#looking ?? {};
    const mine = warning?.composed_by.id === desk?.keys.user.id;
    const mayApprove = !changed && !!warning?.consent && !(mine && listing?.four_eyes);
    need("#keep-draft", HTMLButtonElement).hidden = !changed;
    part("approve").hidden = !mayApprove;
    part("approve-hint").hidden = !mayApprove;
    part("changed").hidden = !changed;
    fill(
      part("changed-text"),
      listing?.four_eyes
        ? t("Once kept, the draft is yours, and another colleague must approve it.")
        : t("Keep the changes first. Then you can approve it."),
    );
  }

  async #keep(): Promise<void> {
    const { warning, desk, listing } = this.#now();
    const draft = this.#form.read();
    if (!(await this.#numbers.agreed(draft.identifiers))) return;
    if (!(await this.#findings.agreed())) return;
    const { current } = desk.keys.project;
    const key = desk.keys.grants.find((grant) => grant.key === current);
    if (!key) throw new Error("Who looks at a draft holds the project's key.");
    await replaceDraft(warning, draft, { id: key.key, public_key: key.public_key });
    await this.leave(
      listing.four_eyes
        ? t("Your changes are kept. Now a colleague must approve the draft.")
        : t("Your changes are kept."),
    );
  }

  async #approve(): Promise<void> {
    const { warning, listing } = this.#now();
    const { identifiers, ...draft } = this.#form.read();
    if (!(await this.#numbers.agreed(identifiers))) return;
    if (!(await this.#findings.agreed())) return;
    const label = labelOf(warning.uid, numberOf(draft.kind));
    const entries = await this.#entries.make(identifiers, label, listing.epochs);
    const read = b64u(await sha256(fromB64u(warning.body ?? "")));
    // The server refuses a kind that it does not know.
    const kind = draft.kind as WarningKind;
    await post(`warnings/${warning.uid}/approve`, { draft: read, ...draft, kind, entries });
    await this.leave(approvedText(listing));
  }

  #now(): Looking {
    if (!this.#looking) throw new Error("No draft is open.");
    return this.#looking;
  }
}

/** What follows an approval, and when. */
function approvedText({ next_list }: Listing): string {
  if (!next_list) return t("Approved. Members see it with the next list.");
  return t("Approved. Members see it with the next list, from {moment} or soon after.", {
    moment: momentText(next_list),
  });
}

function nullIfGone(error: unknown): null {
  if (error instanceof CallError && error.status === 404) return null;
  throw error;
}
