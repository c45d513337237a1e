/** Joining by invitation: name and passphrase, own key, second factor, recovery codes. */

import { addFactor } from "../desk/add-factor.ts";
import { deskPage } from "../desk/address.ts";
import { explain, Fault, onSubmit } from "../desk/attempt.ts";
import { post, useToken } from "../desk/calls.ts";
import { needCookies } from "../desk/cookies.ts";
import { newAccount } from "../desk/enrol.ts";
import { reveal, showStep } from "../desk/parts.ts";
import { newPassphrase } from "../desk/passphrase-field.ts";
import { deskVault } from "../desk/vault.ts";
import { fill } from "../page/dom.ts";
import { takeToken } from "../page/link-token.ts";
import { loadMessages, t } from "../page/messages.ts";
import { need, slot } from "../reporter/parts.ts";

const token = takeToken();

const form = need("#enrol-form", HTMLFormElement);
const name = need("#name", HTMLInputElement);
const readPassphrase = newPassphrase(() => [name.value]);

async function look(): Promise<void> {
  try {
    needCookies();
    if (!token) throw new Fault("", t("The link is not whole. Copy all of it into the address."));
    const { project } = await post<{ project: string }>("invitation", { token });
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
  const { csrf } = await post<{ csrf: string }>("enrol", {
    token,
    ...account.told,
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
