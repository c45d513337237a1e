/** Setting a project up: its key, sealed to its first caseworker and to a new recovery sheet. */

import { type Bytes, b64u } from "../../sealing/bytes.ts";
import { sealForRecovery, sealGrant } from "../../sealing/grants.ts";
import { generatePrivateKey, publicKeyOf } from "../../sealing/keys.ts";
import type { RecoveryKeys } from "../../sealing/recovery.ts";
import type { FirstKey } from "../../session/generated-calls.ts";
import { t } from "../../ui/messages.ts";
import { need } from "../../ui/parts.ts";
import { deskPage } from "../address.ts";
import { post } from "../calls.ts";
import { ownPublicKey, using } from "../keys.ts";
import type { Desk, DeskPage } from "../lock-screen.ts";
import { lockedMeanwhile, NewSheet, recoveryFields } from "../team/new-sheet.ts";

export class SetUpPage implements DeskPage {
  readonly #sheet = new NewSheet();
  #desk: Desk | null = null;

  constructor() {
    need("#make", HTMLButtonElement).onclick = () =>
      this.#sheet.begin({
        button: t("Finish"),
        saying: t("Storing the key…"),
        work: (recovery) => this.#finish(recovery),
      });
  }

  async open(desk: Desk): Promise<void> {
    this.#desk = desk;
    this.#sheet.open();
  }

  close(): void {
    this.#desk = null;
    this.#sheet.close();
  }

  async #finish(recovery: RecoveryKeys): Promise<void> {
    if (!this.#desk) throw lockedMeanwhile();
    await post("set-up", {
      key: await makeKey(this.#desk, recovery),
      recovery: await recoveryFields(recovery),
    });
    // The server then leads on to the first page that the person may open.
    location.assign(deskPage("/desk/set-up/"));
  }
}

/** Make the project's key, sealed to its first caseworker and to the sheet. */
async function makeKey(desk: Desk, recovery: RecoveryKeys): Promise<FirstKey> {
  const id = crypto.randomUUID();
  const mine = await ownPublicKey(desk.unlocked);
  return using(generatePrivateKey(), async (raw: Bytes) => ({
    id,
    public_key: b64u(await publicKeyOf(raw)),
    recovery_envelope: b64u(await sealForRecovery(raw, id, recovery.publicKey)),
    grant: b64u(await sealGrant(raw, id, desk.keys.user.id, mine)),
  }));
}
