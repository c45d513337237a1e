/** Joining by invitation: name and passphrase, a key pair, second factor, recovery codes. */

import { addFactor } from "../../desk/account/add-factor.ts";
import { newAccount } from "../../desk/account/enrol.ts";
import { deskPage } from "../../desk/address.ts";
import { post, useToken } from "../../desk/calls.ts";
import { deskVault } from "../../desk/vault.ts";
import { explain, onSubmit } from "../../session/attempt.ts";
import { needCookies } from "../../session/cookies.ts";
import { Fault } from "../../session/faults.ts";
import { reveal, showStep } from "../../session/parts.ts";
import { newPassphrase } from "../../session/passphrase-field.ts";
import { warnIfUnkept } from "../../session/unkept.ts";
import { fill } from "../../ui/dom.ts";
import { takeToken } from "../../ui/link-token.ts";
import { loadMessages, t } from "../../ui/messages.ts";
import { need, slot } from "../../ui/parts.ts";

const token = takeToken();

const form = need("#enrol-form", HTMLFormElement);
const name = need("#name", HTMLInputElement);
const readPassphrase = newPassphrase(() => [name.value]);

async function look(): Promise<void> {
  try {
    needCookies();
    await warnIfUnkept(deskVault);
    if (!token) throw new Fault("", t("The link is not whole. Copy all of it into the address."));
    const { project } = await post("invitation", { token });
    const step = showStep("enrol");
    fill(slot(step, "title"), t("Join {project}", { project }));
  } catch (error) {
    fill(slot(showStep("refused"), "reason"), explain(error));
  }
}

async function enrol(): Promise<void> {
  if (!name.value.trim()) throw new Fault("name", t("Choose a name."));
  const passphrase = await readPassphrase();
  const mark = await deskVault.mark();
  const account = await newAccount(name.value, passphrase);
  const { csrf } = await post("enrol", {
    token,
    ...account.registration,
    secret: account.logInSecret,
  });
  useToken(csrf);
  form.reset();
  await deskVault.keep(account.unlocked, mark);
  void addFactor().then((next) => location.assign(deskPage(next)));
}

function start(): void {
  reveal();
  onSubmit(form, enrol, t("Making your key. This takes a moment…"));
  void look();
}

void loadMessages().then(start);
