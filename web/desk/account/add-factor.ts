/** Adding a second factor: a passkey, or codes from an app (parts/add_factor.html). */

import { attempt } from "../../session/attempt.ts";
import { Fault } from "../../session/faults.ts";
import type { FactorAdded } from "../../session/generated-calls.ts";
import { showStep } from "../../session/parts.ts";
import { fill } from "../../ui/dom.ts";
import { t } from "../../ui/messages.ts";
import { need } from "../../ui/parts.ts";
import { post, useToken } from "../calls.ts";
import { showCodes } from "./codes.ts";
import { codeIn } from "./one-time-code.ts";
import { drawQr } from "./qr.ts";
import { type CreationOptions, hasPasskeys, makePasskey } from "./webauthn.ts";

/**
 * Guide the person through adding a second factor, and through saving the recovery codes that come
 * with the first.
 *
 * Resolves with the address to open next, which the server names.
 */
export function addFactor(): Promise<string> {
  const choice = showStep("choose-factor");
  const totp = need('[data-step="totp"]', HTMLElement);
  need("#passkey-part", HTMLElement).hidden = !hasPasskeys();
  return new Promise((resolve) => {
    const finish = async (added: FactorAdded) => {
      useToken(added.csrf);
      if (added.recovery_codes) await showCodes(added.recovery_codes);
      resolve(added.next);
    };
    need("#add-passkey", HTMLButtonElement).onclick = () =>
      attempt(choice, async () => void finish(await addPasskey()));
    need("#begin-totp", HTMLButtonElement).onclick = () => attempt(choice, beginTotp);
    need("#totp-back", HTMLButtonElement).onclick = () => showStep("choose-factor");
    const form = need("#totp-form", HTMLFormElement, totp);
    form.onsubmit = (event) => {
      event.preventDefault();
      void attempt(form, async () => void finish(await addTotp()));
    };
  });
}

async function addPasskey(): Promise<FactorAdded> {
  const options = (await post("factors/passkey/begin")) as CreationOptions;
  const credential = await makePasskey(options);
  const name = need("#passkey-name", HTMLInputElement).value.trim() || t("My device");
  return post("factors/passkey", { credential, name });
}

async function beginTotp(): Promise<void> {
  const { secret, qr } = await post("factors/totp/begin");
  fill(need("#totp-picture", HTMLElement), drawQr(qr, t("Code to read with the app")));
  fill(need("#totp-secret", HTMLElement), secret.replace(/(.{4})(?=.)/g, "$1 "));
  showStep("totp");
}

async function addTotp(): Promise<FactorAdded> {
  const code = readCode("totp-code");
  try {
    return await post("factors/totp", { code });
  } finally {
    need("#totp-code", HTMLInputElement).value = "";
  }
}

/** The digits that somebody typed as an app's code. @throws Fault */
export function readCode(id: string): string {
  const code = codeIn(need(`#${id}`, HTMLInputElement).value);
  if (code !== null) return code;
  throw new Fault(id, t("Type the six numbers that the app shows now."));
}
