/** Setting a report aside, and deleting it for good once a colleague agrees. */

import { attempt } from "../../session/attempt.ts";
import { ask } from "../../session/dialog.ts";
import type { Aside, Deletion, ReportDetail } from "../../session/generated-calls.ts";
import { fill } from "../../ui/dom.ts";
import { t } from "../../ui/messages.ts";
import { dayText, need } from "../../ui/parts.ts";
import { DELETED, deskPage } from "../address.ts";
import { post } from "../calls.ts";

const part = (id: string) => need(`#${id}`, HTMLElement);
const button = (id: string) => need(`#${id}`, HTMLButtonElement);

/** What a person may do with a report: each is a button, shown when it applies. */
type Act = "aside" | "back" | "ask" | "keep" | "agree";
const ACTS: readonly Act[] = ["aside", "back", "ask", "keep", "agree"];

export class Removal {
  #path: `reports/${string}` = "reports/";
  readonly #changed: () => Promise<void>;

  /** `changed` is called after the report has been moved. */
  constructor(changed: () => Promise<void>) {
    this.#changed = changed;
    const doing = (id: Act, work: () => Promise<void>) => {
      button(`removal-${id}`).onclick = () =>
        attempt(part("removal"), work).then(() => focusAfter(id));
    };
    doing("aside", () => this.#put({ aside: true }));
    doing("back", () => this.#put({ aside: false }));
    doing("keep", () => this.#delete({ asked: false }));
    const asking = need("#ask-removal", HTMLDialogElement);
    button("removal-ask").onclick = () => ask(asking, () => this.#delete({ asked: true }));
    // When a dialog closes, the focus goes back to the button, which may be gone by then.
    asking.addEventListener("close", () => focusAfter("ask"));
    button("removal-agree").onclick = () =>
      ask(need("#agree-removal", HTMLDialogElement), () => this.#agree());
  }

  show(detail: ReportDetail, me: string): void {
    this.#path = `reports/${detail.uid}`;
    const fits = acts(detail);
    for (const act of ACTS) button(`removal-${act}`).hidden = !fits.includes(act);
    part("removal").hidden = false;
    fill(part("removal-text"), removalText(detail, me));
  }

  clear(): void {
    part("removal").hidden = true;
    for (const id of ["ask-removal", "agree-removal"]) need(`#${id}`, HTMLDialogElement).close();
  }

  async #put(wanted: Aside): Promise<void> {
    await post(`${this.#path}/aside`, wanted);
    await this.#changed();
  }

  async #delete(wanted: Deletion): Promise<void> {
    await post(`${this.#path}/deletion`, wanted);
    await this.#changed();
  }

  async #agree(): Promise<void> {
    await post(`${this.#path}/deletion/agreed`);
    location.assign(deskPage(`/desk/${DELETED}`));
  }
}

/** Have the new text read out if the button that was pressed is gone. */
function focusAfter(pressed: Act): void {
  if (button(`removal-${pressed}`).hidden) part("removal-text").focus();
}

function acts({ aside, may_agree: mayAgree }: ReportDetail): readonly Act[] {
  if (!aside) return ["aside", "ask"];
  if (!aside.asked_on) return ["back", "ask"];
  return mayAgree ? ["agree", "keep"] : ["keep"];
}

function removalText({ aside, may_agree: mayAgree, team }: ReportDetail, me: string): string {
  if (!aside) return t("This report is in the inbox.");
  if (!aside.asked_on || !aside.due_on) {
    return t(
      "This report is set aside: it is not in the inbox’s list. The writer notices nothing.",
    );
  }
  const days = { asked: dayText(aside.asked_on), due: dayText(aside.due_on) };
  if (aside.asked_by === me) {
    return t(
      "You asked on {asked} to delete this report for good. It goes when a colleague says yes, or by itself on {due}.",
      days,
    );
  }
  const name = team.find(({ id }) => id === aside.asked_by)?.name ?? t("Somebody who left");
  if (!mayAgree) {
    return t(
      "{name} asked on {asked} to delete this report for good. Only somebody who was here before that day can say yes. Without a yes it goes by itself on {due}.",
      { name, ...days },
    );
  }
  return t(
    "{name} asked on {asked} to delete this report for good. It goes when you say yes, or by itself on {due}.",
    { name, ...days },
  );
}
