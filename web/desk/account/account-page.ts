/** The account page: the person's key, second factors, recovery codes, passphrase. */

import { b64u, fromB64u } from "../../sealing/bytes.ts";
import { WillNotOpen } from "../../sealing/errors.ts";
import { fingerprint } from "../../sealing/keys.ts";
import { derivePassphrase, unwrapPrivateKey } from "../../sealing/passphrase.ts";
import { attempt, onSubmit } from "../../session/attempt.ts";
import { Fault } from "../../session/faults.ts";
import type { OwnFactor, OwnKeys } from "../../session/generated-calls.ts";
import { say, showStep } from "../../session/parts.ts";
import { newPassphrase } from "../../session/passphrase-field.ts";
import { wrapUnder } from "../../session/wrapping.ts";
import { fill, h } from "../../ui/dom.ts";
import { t, tn } from "../../ui/messages.ts";
import { need, slot } from "../../ui/parts.ts";
import { get, post, remove } from "../calls.ts";
import { ownPublicKey, using } from "../keys.ts";
import type { Desk, DeskPage } from "../lock-screen.ts";
import { addFactor } from "./add-factor.ts";
import { showCodes } from "./codes.ts";

const root = () => need("#account", HTMLElement);

export class AccountPage implements DeskPage {
  #desk: Desk | null = null;
  readonly #readNew = newPassphrase(() => [this.#desk?.keys.user.name ?? ""]);

  constructor() {
    const form = need("#passphrase-form", HTMLFormElement);
    onSubmit(form, () => this.#change(form), t("Making new locks. This takes a moment…"));
    onSubmit(need("#digest-form", HTMLFormElement), () => this.#chooseDigest());
    need("#add-factor", HTMLButtonElement).onclick = () => this.#add();
    need("#new-codes", HTMLButtonElement).onclick = () => attempt(root(), () => this.#newCodes());
  }

  async open(desk: Desk): Promise<void> {
    this.#desk = desk;
    const digits = await fingerprint(await ownPublicKey(desk.unlocked));
    fill(need("#fingerprint", HTMLElement), digits);
    const { email } = await get("digest");
    // Keep what somebody has already typed.
    need("#email", HTMLInputElement).defaultValue = email;
    await this.#showFactors();
  }

  close(): void {
    this.#desk = null;
  }

  async #showFactors(): Promise<void> {
    const { factors, recovery_codes } = await get("factors");
    fill(need("#factors", HTMLElement), ...factors.map((one) => this.#row(one, factors.length)));
    fill(
      need("#codes-left", HTMLElement),
      tn("{count} recovery code is left.", "{count} recovery codes are left.", recovery_codes),
    );
  }

  #row({ id, kind, name }: OwnFactor, all: number): HTMLElement {
    const called = kind === "totp" ? t("Codes from an app") : t("Passkey “{name}”", { name });
    const act = async () => {
      await remove(`factors/${id}`);
      await this.#back(t("Removed."));
    };
    const onclick = () => void attempt(root(), act);
    const label = h("span", { class: "sr" }, `: ${called}`);
    const take = { type: "button", class: "button small plain", onclick };
    // Nobody can remove the last one: without it there is no way to log in.
    return h("li", { class: "member" }, called, all > 1 && h("button", take, t("Remove"), label));
  }

  async #back(done: string): Promise<void> {
    showStep("account");
    await this.#showFactors();
    say(slot(root(), "done"), done);
  }

  async #add(): Promise<void> {
    await addFactor();
    await attempt(root(), () => this.#back(t("Added.")));
  }

  async #chooseDigest(): Promise<void> {
    const input = need("#email", HTMLInputElement);
    const { email } = await post("digest", { email: input.value.trim() });
    input.value = email;
    this.#announce(email ? t("Kept. The next message goes there.") : t("You get no message."));
  }

  #announce(done: string): void {
    say(slot(root(), "done"), done);
    slot(root(), "done").scrollIntoView({ block: "center" });
  }

  async #newCodes(): Promise<void> {
    const { recovery_codes } = await post("factors/recovery-codes");
    void showCodes(recovery_codes).then(() => this.#back(t("The codes before no longer work.")));
  }

  async #change(form: HTMLFormElement): Promise<void> {
    const old = need("#old-passphrase", HTMLInputElement);
    if (!old.value)
      throw new Fault("old-passphrase", t("Type the passphrase you have used so far."));
    const fresh = await this.#readNew();
    const keys = await get("keys");
    const before = await derivePassphrase(old.value, fromB64u(keys.user.salt));
    const raw = await openedWith(before.wrappingKey, keys);
    const wrapped = await using(raw, () => wrapUnder(fresh, raw, keys.user.id));
    await post("passphrase", { old_secret: b64u(before.logInSecret), ...wrapped });
    form.reset();
    fill(need("#new-passphrase-strength", HTMLElement));
    this.#announce(t("Your passphrase is changed. Other browsers are logged out."));
  }
}

async function openedWith(wrappingKey: Uint8Array<ArrayBuffer>, { user }: OwnKeys) {
  try {
    return await unwrapPrivateKey(fromB64u(user.wrapped_private_key), wrappingKey, user.id);
  } catch (error) {
    if (!(error instanceof WillNotOpen)) throw error;
    throw new Fault("old-passphrase", t("This is not your passphrase until now."));
  }
}
