/** A member's log-in: pseudonym and passphrase. */

import { membersPage } from "../../members/address.ts";
import { members } from "../../members/calls.ts";
import { unlock } from "../../members/keys.ts";
import { memberVault } from "../../members/vault.ts";
import { b64u, fromB64u } from "../../sealing/bytes.ts";
import { derivePassphrase } from "../../sealing/passphrase.ts";
import { attempt, onSubmit } from "../../session/attempt.ts";
import { needCookies } from "../../session/cookies.ts";
import { Fault } from "../../session/faults.ts";
import { announce } from "../../session/lock.ts";
import { reveal } from "../../session/parts.ts";
import { warnIfUnkept } from "../../session/unkept.ts";
import { loadMessages, t } from "../../ui/messages.ts";
import { need } from "../../ui/parts.ts";

const form = need("#log-in-form", HTMLFormElement);
const pseudonym = need("#pseudonym", HTMLInputElement);
const passphrase = need("#passphrase", HTMLInputElement);

async function logIn(): Promise<void> {
  if (!pseudonym.value.trim()) throw new Fault("pseudonym", t("Type your name."));
  if (!passphrase.value) throw new Fault("passphrase", t("Type your passphrase."));
  const who = { pseudonym: pseudonym.value };
  const { salt } = await members.post("log-in/salt", who);
  const { logInSecret, wrappingKey } = await derivePassphrase(passphrase.value, fromB64u(salt));
  const secret = b64u(logInSecret);
  logInSecret.fill(0);
  const { csrf } = await members.post("log-in", { ...who, secret });
  members.useToken(csrf);
  form.reset();
  const mark = await memberVault.mark();
  await memberVault.keep(await unlock(wrappingKey, await members.get("account")), mark);
  wrappingKey.fill(0);
  announce(memberVault, "unlocked");
  location.replace(membersPage());
}

async function forgetOthers(): Promise<void> {
  needCookies();
  await memberVault.wipe().catch(() => undefined);
  announce(memberVault, "locked");
  await warnIfUnkept(memberVault);
}

function start(): void {
  reveal();
  onSubmit(form, logIn, t("Checking. This takes a moment…"));
  void attempt(form, forgetOthers);
}

void loadMessages().then(start);
