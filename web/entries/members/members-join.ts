/** Joining by a project's invitation: a pseudonym, a passphrase and a key pair; nothing else. */

import { membersPage } from "../../members/address.ts";
import { members } from "../../members/calls.ts";
import { type NewMember, newMember } from "../../members/joining.ts";
import { shownPins } from "../../members/site.ts";
import { memberVault } from "../../members/vault.ts";
import { explain, onSubmit } from "../../session/attempt.ts";
import { needCookies } from "../../session/cookies.ts";
import { Fault } from "../../session/faults.ts";
import { CallError } from "../../session/fetch.ts";
import { announce } from "../../session/lock.ts";
import { reveal, showStep } from "../../session/parts.ts";
import { newPassphrase } from "../../session/passphrase-field.ts";
import { warnIfUnkept } from "../../session/unkept.ts";
import { fill } from "../../ui/dom.ts";
import { takeToken } from "../../ui/link-token.ts";
import { loadMessages, t } from "../../ui/messages.ts";
import { need, slot } from "../../ui/parts.ts";

const token = takeToken();

const form = need("#join-form", HTMLFormElement);
const pseudonym = need("#pseudonym", HTMLInputElement);
const readPassphrase = newPassphrase(() => [pseudonym.value]);

async function look(): Promise<void> {
  try {
    needCookies();
    await warnIfUnkept(memberVault);
    if (!token) throw new Fault("", t("The link is not whole. Copy all of it into the address."));
    const { project } = await members.post("invitation", { token });
    fill(slot(showStep("join"), "project"), project);
  } catch (error) {
    say(isRefused(error) ? "refused" : "unanswered", error);
  }
}

function say(step: string, error: unknown): void {
  fill(slot(showStep(step), "reason"), explain(error));
}

/** Whether the invitation is invalid. After any other error we do not know, and can try again. */
function isRefused(error: unknown): boolean {
  if (error instanceof CallError) return error.status >= 400 && error.status < 429;
  return error instanceof Fault;
}

/**
 * Join; null if the invitation is used up. This page may have used it itself, if the answer was
 * lost.
 */
async function joinedAs(registration: NewMember["registration"]): Promise<{ csrf: string } | null> {
  try {
    return await members.post("join", { token, ...registration });
  } catch (error) {
    if (!(error instanceof CallError) || error.status !== 404) throw error;
    say("refused", error);
    return null;
  }
}

async function join(): Promise<void> {
  if (!pseudonym.value.trim()) throw new Fault("pseudonym", t("Choose a name."));
  const passphrase = await readPassphrase();
  const mark = await memberVault.mark();
  const { registration, keys } = await newMember(pseudonym.value, passphrase, shownPins());
  const joined = await joinedAs(registration);
  if (!joined) return;
  members.useToken(joined.csrf);
  form.reset();
  // Lock pages of another member in this browser: otherwise they would store things under this
  // account.
  announce(memberVault, "locked");
  await memberVault.keep(keys, mark);
  announce(memberVault, "unlocked");
  location.replace(membersPage());
}

function start(): void {
  reveal();
  onSubmit(form, join, t("Making your key. This takes a moment…"));
  need("#look-again", HTMLButtonElement).onclick = () => {
    showStep("checking");
    void look();
  };
  void look();
}

void loadMessages().then(start);
