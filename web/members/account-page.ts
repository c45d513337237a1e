/** A member's account: areas, messages, passphrase, leaving. */

import { b64u, fromB64u } from "../sealing/bytes.ts";
import { WillNotOpen } from "../sealing/errors.ts";
import { derivePassphrase, unwrapPrivateKey } from "../sealing/passphrase.ts";
import { onSubmit } from "../session/attempt.ts";
import { ask } from "../session/dialog.ts";
import { Fault } from "../session/faults.ts";
import type { MembersAccount } from "../session/generated-calls.ts";
import { say } from "../session/parts.ts";
import { newPassphrase } from "../session/passphrase-field.ts";
import { wrapUnder } from "../session/wrapping.ts";
import { fill } from "../ui/dom.ts";
import { t } from "../ui/messages.ts";
import { byId, need, slot } from "../ui/parts.ts";
import { PlaceChoice } from "../ui/place-choice.ts";
import { members } from "./calls.ts";
import { changeSettings, type Member, type MemberPage } from "./lock-screen.ts";
import { Push } from "./push.ts";
import { MOST_AREAS } from "./settings.ts";
import { memberVault } from "./vault.ts";
import { dropWallet } from "./wallet.ts";

const root = () => need("#account", HTMLElement);

/** Say what was done, and move the reader there: the button may be screens below it. */
function announce(message: string): void {
  const done = slot(root(), "done");
  say(done, message);
  done.focus({ preventScroll: true });
  done.scrollIntoView({ block: "center" });
}

export class AccountPage implements MemberPage {
  #member: Member | null = null;
  readonly #readNew = newPassphrase(() => [this.#member?.account.member.pseudonym ?? ""]);
  readonly #areas = new PlaceChoice(need("#areas-form", HTMLFormElement), t("All areas."));
  readonly #push = new Push(byId("push"));

  constructor() {
    onSubmit(need("#areas-form", HTMLFormElement), () => this.#keepAreas());
    const form = need("#passphrase-form", HTMLFormElement);
    onSubmit(form, () => this.#change(form), t("Making new locks. This takes a moment…"));
    const dialog = need("#leaving", HTMLDialogElement);
    need("#leave-site", HTMLButtonElement).onclick = () => ask(dialog, () => this.#leave());
  }

  async open(member: Member): Promise<void> {
    this.#member = member;
    fill(byId("pseudonym"), member.account.member.pseudonym);
    fill(byId("project"), member.account.project);
    this.#areas.choose(member.settings.areas);
    await this.#push.show();
  }

  close(): void {
    this.#member = null;
    for (const id of ["pseudonym", "project"]) fill(byId(id), "");
    this.#areas.choose([]);
  }

  async #keepAreas(): Promise<void> {
    if (!this.#member) return;
    const areas = this.#areas.chosen;
    if (areas.length > MOST_AREAS) {
      throw new Fault("", t("There can be 100 areas. Choose fewer, or none for all."));
    }
    await changeSettings(this.#member, { areas });
    announce(t("Kept."));
  }

  async #change(form: HTMLFormElement): Promise<void> {
    const old = need("#old-passphrase", HTMLInputElement);
    if (!old.value)
      throw new Fault("old-passphrase", t("Type the passphrase you have used so far."));
    const fresh = await this.#readNew();
    const { member } = await members.get("account");
    const before = await derivePassphrase(old.value, fromB64u(member.salt));
    const raw = await openedWith(before.wrappingKey, member);
    const wrapped = await wrapUnder(fresh, raw, member.id);
    raw.fill(0);
    await members.post("passphrase", { old_secret: b64u(before.logInSecret), ...wrapped });
    form.reset();
    fill(byId("new-passphrase-strength"));
    announce(t("Your passphrase is changed. Other browsers are logged out."));
  }

  async #leave(): Promise<void> {
    await this.#push.forgetHere();
    await members.post("leave");
    await dropWallet();
    await memberVault.wipe().catch(() => undefined);
    // Use the quick exit: it locks this browser's other pages, so that none of them stores anything
    // again.
    need("#leave", HTMLAnchorElement).click();
  }
}

async function openedWith(wrappingKey: Uint8Array<ArrayBuffer>, member: MembersAccount["member"]) {
  try {
    return await unwrapPrivateKey(fromB64u(member.wrapped_private_key), wrappingKey, member.id);
  } catch (error) {
    if (!(error instanceof WillNotOpen)) throw error;
    throw new Fault("old-passphrase", t("This is not your passphrase until now."));
  }
}
