/** Who is using the recovery sheet, on the team page: a colleague's yes or no, and a new sheet. */

import { fromB64u } from "../../sealing/bytes.ts";
import { fingerprint } from "../../sealing/keys.ts";
import { attempt } from "../../session/attempt.ts";
import { ask } from "../../session/dialog.ts";
import { Fault } from "../../session/faults.ts";
import type { Waiting } from "../../session/generated-calls.ts";
import { fill } from "../../ui/dom.ts";
import { t } from "../../ui/messages.ts";
import { need } from "../../ui/parts.ts";
import { post } from "../calls.ts";
import { recoveryText } from "./recovery-text.ts";

const part = () => need("#recovery-part", HTMLElement);

/** What the rest of the page does for this section. */
export interface Around {
  /** Fetch the team again, and say what was done. */
  refresh(done: string): Promise<void>;
  newSheet(): void;
  /** The part of the page that says what was done. */
  done(): HTMLElement;
}

export class RecoverySection {
  readonly #around: Around;
  #recovery: Waiting | null = null;

  constructor(around: Around) {
    this.#around = around;
    need("#recovery-yes", HTMLButtonElement).onclick = () =>
      void attempt(part(), () => this.#askYes());
    need("#recovery-no", HTMLButtonElement).onclick = () => this.#askNo();
    need("#recovery-sheet", HTMLButtonElement).onclick = () => around.newSheet();
  }

  /** Show who is waiting, if anybody is; only people who have the key may answer. */
  show(recovery: Waiting | null, holdsKey: boolean): void {
    this.#recovery = recovery;
    part().hidden = recovery === null;
    if (!recovery) return;
    fill(need("#recovery-text", HTMLElement), recoveryText(recovery));
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
    const letIn = async () => {
      if (!compared.checked) {
        throw new Fault("", t("Compare the numbers first, then tick the box."));
      }
      await post("team/recovery", { user: recovery.user, yes: true });
      await this.#around.refresh(t("{name} can come in now.", { name: recovery.name }));
    };
    ask(need("#let-in", HTMLDialogElement), letIn, this.#around.done());
  }

  #askNo(): void {
    const recovery = this.#recovery;
    if (!recovery) return;
    const sayNo = async () => {
      await post("team/recovery", { user: recovery.user, yes: false });
      await this.#around.refresh(t("They stay out. Now make a new sheet."));
    };
    ask(need("#say-no", HTMLDialogElement), sayNo, this.#around.done());
  }
}
