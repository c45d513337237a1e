/** Who has the recovery sheet, on the team page: a colleague's yes or no, and a new sheet. */

import { fill } from "../page/dom.ts";
import { t } from "../page/messages.ts";
import { dayText, need } from "../reporter/parts.ts";
import { fromB64u } from "../sealing/bytes.ts";
import { fingerprint } from "../sealing/keys.ts";
import { attempt, Fault } from "./attempt.ts";
import { post } from "./calls.ts";
import { ask } from "./dialog.ts";
import type { Recovery } from "./team.ts";

const part = () => need("#recovery-part", HTMLElement);

/** What the page does besides. */
export interface Around {
  /** Look at the team again, and say what was done. */
  refresh(done: string): Promise<void>;
  newSheet(): void;
}

export class RecoverySection {
  readonly #around: Around;
  #recovery: Recovery | null = null;

  constructor(around: Around) {
    this.#around = around;
    need("#recovery-yes", HTMLButtonElement).onclick = () =>
      void attempt(part(), () => this.#askYes());
    need("#recovery-no", HTMLButtonElement).onclick = () => this.#askNo();
    need("#recovery-sheet", HTMLButtonElement).onclick = () => around.newSheet();
  }

  /** Show who waits, if anybody does; only who holds the key has a say. */
  show(recovery: Recovery | null, holdsKey: boolean): void {
    this.#recovery = recovery;
    part().hidden = recovery === null;
    if (!recovery) return;
    fill(need("#recovery-said", HTMLElement), said(recovery));
    const refused = recovery.state === "refused";
    const open = recovery.state === "open";
    need("#recovery-yes", HTMLElement).hidden = !holdsKey || refused || open;
    need("#recovery-no", HTMLElement).hidden = !holdsKey || refused;
    need("#recovery-sheet", HTMLElement).hidden = !holdsKey;
  }

  async #askYes(): Promise<void> {
    const recovery = this.#recovery;
    if (!recovery) return;
    const compared = need("#let-in-compared", HTMLInputElement);
    compared.checked = false;
    fill(need("#let-in-title", HTMLElement), t("Let {name} in?", { name: recovery.name }));
    const numbers = await fingerprint(fromB64u(recovery.public_key));
    fill(need("#let-in-fingerprint", HTMLElement), numbers);
    ask(need("#let-in", HTMLDialogElement), async () => {
      if (!compared.checked) {
        throw new Fault("", t("Compare the numbers first, then tick the box."));
      }
      await post("team/recovery", { user: recovery.user, yes: true });
      await this.#around.refresh(t("{name} can come in now.", { name: recovery.name }));
    });
  }

  #askNo(): void {
    const recovery = this.#recovery;
    if (!recovery) return;
    ask(need("#say-no", HTMLDialogElement), async () => {
      await post("team/recovery", { user: recovery.user, yes: false });
      await this.#around.refresh(t("They stay out. Now make a new sheet."));
    });
  }
}

function said({ name, state, goes_on, lapses_on, answered_by: by }: Recovery): string {
  if (state === "refused") {
    return t(
      "{name} was refused by {by}. Make a new sheet: from {day} this one could be tried again.",
      {
        name,
        by: by ?? "",
        day: dayText(lapses_on),
      },
    );
  }
  if (state === "waiting") {
    return t("They call themselves {name}. If nobody says no, they come in on {day}.", {
      name,
      day: dayText(goes_on),
    });
  }
  if (by) return t("{by} said yes: {name} can come in and read every report.", { by, name });
  return t("The waiting time is over: {name} can come in and read every report.", { name });
}
