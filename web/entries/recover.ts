/** Opening a project with its recovery sheet: 24 words, a new account, keys granted to it. */

import { addFactor } from "../desk/add-factor.ts";
import { deskPage } from "../desk/address.ts";
import { attempt, Fault, onSubmit } from "../desk/attempt.ts";
import { post, useToken } from "../desk/calls.ts";
import { needCookies } from "../desk/cookies.ts";
import { type NewAccount, newAccount } from "../desk/enrol.ts";
import { reveal, showStep } from "../desk/parts.ts";
import { newPassphrase } from "../desk/passphrase-field.ts";
import { sheetFault } from "../desk/sheet.ts";
import { deskVault } from "../desk/vault.ts";
import { fill } from "../page/dom.ts";
import { loadMessages, t } from "../page/messages.ts";
import { need } from "../reporter/parts.ts";
import { type Bytes, b64u, fromB64u } from "../sealing/bytes.ts";
import { SheetError } from "../sealing/errors.ts";
import { openFromRecovery, sealGrant } from "../sealing/grants.ts";
import { keyPairOf } from "../sealing/keys.ts";
import { deriveRecovery, parseSheet, type RecoveryKeys, SHEET_WORDS } from "../sealing/recovery.ts";

interface Sealed {
  id: string;
  recovery_envelope: string;
}

interface Opened {
  project: string;
  recovery: RecoveryKeys;
  keys: Sealed[];
}

const project = need("#project", HTMLSelectElement);
const words = need("#words", HTMLTextAreaElement);
const count = need("#words-count", HTMLElement);
const name = need("#name", HTMLInputElement);
const readPassphrase = newPassphrase(() => [name.value]);

let opened: Opened | undefined;

function typedSheet(): Bytes {
  try {
    return parseSheet(words.value);
  } catch (error) {
    if (error instanceof SheetError) throw new Fault("words", sheetFault(error));
    throw error;
  }
}

async function openSheet(): Promise<void> {
  const recovery = await deriveRecovery(typedSheet());
  const { keys } = await post<{ keys: Sealed[] }>("recover/open", {
    project: project.value,
    secret: b64u(recovery.secret),
  });
  opened = { project: project.value, recovery, keys };
  words.value = "";
  showStep("enrol");
}

/** Seal every key of the project to the new account, and open it here. */
async function grantAll(account: NewAccount, { recovery, keys }: Opened): Promise<unknown[]> {
  const grants: unknown[] = [];
  for (const { id, recovery_envelope } of keys) {
    const raw = await openFromRecovery(fromB64u(recovery_envelope), id, recovery.privateKey);
    const envelope = await sealGrant(raw, id, account.user, account.publicKey);
    account.unlocked.projectKeys.set(id, await keyPairOf(raw));
    raw.fill(0);
    grants.push({ key: id, envelope: b64u(envelope) });
  }
  return grants;
}

async function enrol(): Promise<void> {
  if (!opened) return void showStep("words");
  if (!name.value.trim()) throw new Fault("name", t("Choose a name."));
  const account = await newAccount(name.value, await readPassphrase());
  const { csrf } = await post<{ csrf: string }>("recover", {
    project: opened.project,
    secret: b64u(opened.recovery.secret),
    log_in_secret: account.logInSecret,
    grants: await grantAll(account, opened),
    ...account.told,
  });
  useToken(csrf);
  opened.recovery.privateKey.fill(0);
  opened.recovery.secret.fill(0);
  opened = undefined;
  need("#enrol-form", HTMLFormElement).reset();
  await deskVault.keep(account.unlocked).catch(() => undefined);
  void addFactor().then((next) => location.assign(deskPage(next)));
}

function countWords(): void {
  const typed = words.value.match(/\p{L}+/gu)?.length ?? 0;
  fill(count, t("{typed} of {all} words", { typed, all: SHEET_WORDS }));
}

function start(): void {
  reveal();
  words.addEventListener("input", countWords);
  const wordsForm = need("#words-form", HTMLFormElement);
  onSubmit(wordsForm, openSheet, t("Opening. This takes a moment…"));
  onSubmit(need("#enrol-form", HTMLFormElement), enrol, t("Making your key. This takes a moment…"));
  void attempt(wordsForm, async () => needCookies());
}

void loadMessages().then(start);
