/** The page of a project's warnings: lists of them, and what can be done with each. */

import type { Identifier } from "../../oblivious/normalise/kinds.ts";
import { attempt } from "../../session/attempt.ts";
import { ask } from "../../session/dialog.ts";
import { Fault } from "../../session/faults.ts";
import type { ListedWarning, Listing } from "../../session/generated-calls.ts";
import { say } from "../../session/parts.ts";
import { fill } from "../../ui/dom.ts";
import { inTurns } from "../../ui/in-turns.ts";
import { t, tn } from "../../ui/messages.ts";
import { need, slot } from "../../ui/parts.ts";
import { warnBeforeLoss } from "../../ui/unsaved.ts";
import { REVIEW_AT_MOST } from "../../warning/generated.ts";
import { numberOf } from "../../warning/kinds.ts";
import { get, post } from "../calls.ts";
import type { Desk, DeskPage } from "../lock-screen.ts";
import { showWaiting } from "../waiting.ts";
import { type Action, card, isWithdrawn } from "./cards.ts";
import { type Draft, daysFromNow, REVIEW_AFTER } from "./draft.ts";
import { Entries, labelOf } from "./entries.ts";
import { fetchWarnings, openDraft } from "./listing.ts";
import { isPublishedAs } from "./overlook.ts";
import { identifierKindName, valueText } from "./reading.ts";
import { Review } from "./review.ts";
import { Rotation, type Standing } from "./rotation.ts";

/** How many days before its review date a warning counts as due. */
const SOON = 14;

const part = (id: string) => need(`#${id}`, HTMLElement);
const root = () => part("warnings");

const isStanding = ({ warning: { state } }: Standing) => state === "approved" || state === "live";
const isDue = ({ warning: { review_on } }: Standing) =>
  review_on !== null && review_on <= daysFromNow(SOON);

export class WarningsPage implements DeskPage {
  readonly #entries = new Entries(root().dataset.keyholderUrl ?? "");
  readonly #review = new Review(this.#entries, (message) => this.#refresh(message));
  readonly #rotation = new Rotation(this.#entries, () => this.#refresh(""));
  #desk: Desk | null = null;
  #listing: Listing | null = null;
  /** The draft to continue with after a lock. */
  #again = "";

  constructor() {
    need("#discard", HTMLButtonElement).onclick = () => this.#askDiscard();
    need("#switch", HTMLButtonElement).onclick = () => this.#askSwitch();
    warnBeforeLoss(() => this.#review.changed);
  }

  async open(desk: Desk): Promise<void> {
    this.#desk = desk;
    const all = await this.#load(desk);
    const uid = this.#again;
    this.#again = "";
    const again = all.find(({ warning }) => warning.uid === uid && warning.state === "draft");
    if (again?.draft) await this.#look(again);
    else if (uid) await this.#review.leave(t("This draft is no longer there."));
  }

  close(): void {
    this.#again = this.#review.warning?.uid ?? this.#again;
    this.#desk = null;
    this.#listing = null;
    this.#review.close();
    this.#rotation.close();
    this.#entries.clear();
    for (const id of ["to-approve", "due", "live", "ended"]) fill(part(id));
    for (const dialog of document.querySelectorAll("dialog")) dialog.close();
  }

  async #refresh(message: string): Promise<void> {
    const desk = this.#desk;
    if (!desk) return;
    await attempt(root(), async () => {
      await this.#load(desk);
    });
    say(slot(root(), "done"), message);
  }

  async #load(desk: Desk): Promise<Standing[]> {
    const listing = await fetchWarnings();
    const all = await inTurns(listing.warnings, async (warning) => ({
      warning,
      draft: await openDraft(warning, desk.unlocked),
    }));
    if (this.#desk !== desk) return [];
    this.#listing = listing;
    this.#show(all, desk.keys.user.id);
    const toApprove = listing.warnings.filter((each) =>
      mayApprove(each, listing, desk.keys.user.id),
    );
    showWaiting("desk/warnings/", toApprove.length);
    this.#rotation.show(all, listing.epochs);
    this.#showFourEyes(listing);
    return all;
  }

  #show(all: readonly Standing[], me: string): void {
    const standing = all.filter(isStanding);
    const lists: Record<string, Standing[]> = {
      "to-approve": all.filter(({ warning }) => warning.state === "draft"),
      due: standing.filter(isDue),
      live: standing.filter((each) => !isDue(each)),
      ended: all.filter(({ warning }) => warning.state === "ended"),
    };
    for (const [id, some] of Object.entries(lists)) {
      const cards = some.map((each) => card(each.warning, each.draft, me, this.#actions(each)));
      fill(part(id), ...cards);
      const empty = root().querySelector<HTMLElement>(`[data-if-none="${id}"]`);
      if (empty) empty.hidden = some.length > 0;
      else part(`${id}-box`).hidden = some.length === 0;
    }
  }

  #actions(each: Standing): Action[] {
    const { warning, draft } = each;
    const { state } = warning;
    if (state === "ended") return [];
    if (state === "draft") {
      if (!draft) return [];
      const look = () => void attempt(root(), () => this.#look(each));
      return [{ text: t("Read the draft"), look: "", act: look }];
    }
    const takeDown: Action = {
      text: t("Take down"),
      look: "plain",
      act: () => this.#askTakeDown(warning),
    };
    if (isWithdrawn(warning)) return [takeDown];
    const over = (known: Draft) => void attempt(root(), () => this.#overlook(warning, known));
    return [
      { text: t("Renew"), look: "second", act: () => this.#askRenew(warning) },
      ...(draft
        ? [{ text: t("Look over the numbers"), look: "second" as const, act: () => over(draft) }]
        : []),
      takeDown,
    ];
  }

  async #look({ warning, draft }: Standing): Promise<void> {
    const [desk, listing] = [this.#desk, this.#listing];
    if (!desk || !listing || !draft) return;
    say(slot(root(), "done"), "");
    await this.#review.show({ warning, listing, desk }, draft);
  }

  /** Check whether somebody put something into the list that the warning does not name. */
  async #overlook(warning: ListedWarning, draft: Draft): Promise<void> {
    const status = need(`[data-warning="${warning.uid}"] .looked-over`, HTMLElement);
    const epochs = this.#listing?.epochs.filter(({ id }) => !warning.missing.includes(id)) ?? [];
    if (!epochs.length) {
      fill(status, t("Put it under the new key first. Then it can be looked over."));
      return;
    }
    fill(status, t("Asking both sites. This takes a moment…"));
    try {
      const { said, entries } = await get(`warnings/${warning.uid}`);
      const label = labelOf(warning.uid, numberOf(draft.kind));
      const found = await this.#entries.overlook(draft.identifiers, label, epochs, entries);
      const missing = found.missing.flatMap((at) => draft.identifiers.slice(at, at + 1)).map(named);
      const right = isPublishedAs(draft, said);
      fill(
        status,
        [
          !right &&
            t(
              "Members are told something else than what is written here: “{text}”. Take it down, and talk with whoever approved it.",
              { text: said.texts[said.original] ?? "" },
            ),
          found.foreign > 0 &&
            tn(
              "{count} record belongs to nothing that is written in this warning. Take it down, and talk with whoever approved it.",
              "{count} records belong to nothing that is written in this warning. Take it down, and talk with whoever approved it.",
              found.foreign,
            ),
          missing.length > 0 &&
            t("Members cannot find these: {list}. Take the warning down and write it again.", {
              list: missing.join(", "),
            }),
          right &&
            !found.foreign &&
            !missing.length &&
            t("Everything is right: members find just these."),
        ]
          .filter(Boolean)
          .join(" "),
      );
    } catch (error) {
      fill(status, "");
      throw error;
    }
  }

  #askRenew(warning: ListedWarning): void {
    const input = need("#renew-on", HTMLInputElement);
    input.min = daysFromNow(1);
    input.max = daysFromNow(REVIEW_AT_MOST);
    input.value = daysFromNow(REVIEW_AFTER);
    const renew = async () => {
      if (input.value < input.min || input.value > input.max) {
        throw new Fault(input.id, t("Choose a day after today, at most six months from now."));
      }
      await post(`warnings/${warning.uid}/renew`, { review_on: input.value });
      await this.#refresh(t("Renewed."));
    };
    ask(need("#renew", HTMLDialogElement), renew, slot(root(), "done"));
  }

  #askTakeDown(warning: ListedWarning): void {
    const message = t(
      "Members no longer find it from the next list on, and are told that a warning was taken down. This cannot be undone.",
    );
    sure(t("Take the warning down?"), message, t("Take down"), async () => {
      await post(`warnings/${warning.uid}/take-down`);
      await this.#refresh(t("The warning is taken down."));
    });
  }

  #askDiscard(): void {
    const { warning } = this.#review;
    if (!warning) return;
    const message = t("The draft is deleted for everybody. The report stays.");
    sure(t("Discard the draft?"), message, t("Discard"), async () => {
      await post(`warnings/${warning.uid}/discard`);
      await this.#review.leave(t("The draft is discarded."));
    });
  }

  #askSwitch(): void {
    const on = !this.#listing?.four_eyes;
    const change = async () => {
      await post("four-eyes", { on });
      await this.#refresh("");
    };
    if (on) return void attempt(part("four-eyes"), change);
    const message = t(
      "You can then approve what you wrote yourself. Members see with each such warning that one person looked at it.",
    );
    sure(t("Approve alone?"), message, t("Approve alone"), change);
  }

  #showFourEyes({ four_eyes, may_switch }: Listing): void {
    fill(
      part("four-eyes-text"),
      four_eyes
        ? t("This is on.")
        : t(
            "This is off: you work alone. Members see with each warning that one person looked at it.",
          ),
    );
    part("four-eyes-switch").hidden = !may_switch;
    fill(
      part("switch"),
      four_eyes ? t("I work alone: let me approve my own") : t("Turn it on again"),
    );
  }
}

/** Whether somebody may approve a draft, as the server judges it. */
function mayApprove(warning: ListedWarning, { four_eyes }: Listing, me: string): boolean {
  return warning.state === "draft" && !(four_eyes && warning.composed_by.id === me);
}

function named(identifier: Identifier): string {
  const { kind } = identifier;
  return t("{kind}: {value}", { kind: identifierKindName(kind), value: valueText(identifier) });
}

/** Ask before doing something that others notice or that nobody can undo. */
function sure(title: string, message: string, go: string, work: () => Promise<void>): void {
  fill(part("sure-title"), title);
  fill(part("sure-text"), message);
  fill(part("sure-go"), go);
  ask(need("#sure", HTMLDialogElement), work, slot(root(), "done"));
}
