/** Using the recovery sheet: its 24 words, asking with a new account, and then getting the keys. */

import { addFactor } from "../../desk/account/add-factor.ts";
import { newAccount } from "../../desk/account/enrol.ts";
import { deskPage } from "../../desk/address.ts";
import { post, useToken } from "../../desk/calls.ts";
import { using } from "../../desk/keys.ts";
import { sheetFault } from "../../desk/team/sheet.ts";
import { deskVault, type Unlocked } from "../../desk/vault.ts";
import { type Bytes, b64u, fromB64u } from "../../sealing/bytes.ts";
import { SheetError, WillNotOpen } from "../../sealing/errors.ts";
import { SHEET_WORDS } from "../../sealing/generated.ts";
import { openFromRecovery, sealGrant } from "../../sealing/grants.ts";
import { fingerprint, keyPairOf } from "../../sealing/keys.ts";
import { derivePassphrase, unwrapPrivateKey } from "../../sealing/passphrase.ts";
import { deriveRecovery, parseSheet, type RecoveryKeys } from "../../sealing/recovery.ts";
import { attempt, onSubmit } from "../../session/attempt.ts";
import { needCookies } from "../../session/cookies.ts";
import { Fault } from "../../session/faults.ts";
import { CallError } from "../../session/fetch.ts";
import type { AskedSheet, FreeSheet, KeysOfSheet } from "../../session/generated-calls.ts";
import { reveal, showStep } from "../../session/parts.ts";
import { newPassphrase } from "../../session/passphrase-field.ts";
import { warnIfUnkept } from "../../session/unkept.ts";
import { fill } from "../../ui/dom.ts";
import { loadMessages, t } from "../../ui/messages.ts";
import { dayText, need } from "../../ui/parts.ts";

const project = need("#project", HTMLSelectElement);
const words = need("#words", HTMLTextAreaElement);
const count = need("#words-count", HTMLElement);
const name = need("#name", HTMLInputElement);
const passphrase = need("#passphrase", HTMLInputElement);
const readPassphrase = newPassphrase(() => [name.value]);

let recovery: RecoveryKeys | undefined;
let salt: Bytes | undefined;

function typedSheet(): Bytes {
  try {
    return parseSheet(words.value);
  } catch (error) {
    if (error instanceof SheetError) throw new Fault("words", sheetFault(error));
    throw error;
  }
}

/** What proves to the server that somebody has the sheet. */
const proof = ({ secret }: RecoveryKeys) => ({ project: project.value, secret: b64u(secret) });

async function openSheet(): Promise<void> {
  recovery = await deriveRecovery(typedSheet());
  const standing = await post("recover/open", proof(recovery));
  words.value = "";
  await lead(standing);
}

/** Show what the person can do now. */
async function lead(standing: FreeSheet | AskedSheet): Promise<void> {
  if (standing.state === "free") return void showStep("enrol");
  salt = fromB64u(standing.salt);
  if (standing.state === "open") {
    fill(need("#comes-in", HTMLElement), t("Your name is {name}.", { name: standing.name }));
    return void showStep("passphrase");
  }
  if (standing.state === "waiting") {
    const day = dayText(standing.goes_on);
    const text = t("{name} can come in on {day}, unless a colleague says no.", {
      name: standing.name,
      day,
    });
    fill(need("#waits-until", HTMLElement), text);
    const numbers = await fingerprint(fromB64u(standing.public_key));
    fill(need("#waiting-fingerprint", HTMLElement), numbers);
  }
  showStep(standing.state);
}

/** Ask with a new account, and get the keys at once if no colleague has to agree. */
async function ask(): Promise<void> {
  if (!recovery) return void showStep("words");
  if (!name.value.trim()) throw new Fault("name", t("Choose a name."));
  const chosen = await readPassphrase();
  const account = await newAccount(name.value, chosen);
  const standing = await post("recover/ask", {
    ...proof(recovery),
    log_in_secret: account.logInSecret,
    ...account.registration,
  });
  need("#enrol-form", HTMLFormElement).reset();
  await lead(standing);
  if (standing.state === "open") await comeIn(chosen);
}

/** Seal every key that the sheet opens to the account, and open it here. */
async function grantAll(handed: KeysOfSheet, { privateKey }: RecoveryKeys, unlocked: Unlocked) {
  const grants: { key: string; envelope: string }[] = [];
  const publicKey = fromB64u(handed.user.public_key);
  for (const { id, recovery_envelope } of handed.keys) {
    const raw = await opened(fromB64u(recovery_envelope), id, privateKey);
    if (!raw) continue;
    await using(raw, async () => {
      const envelope = await sealGrant(raw, id, unlocked.user, publicKey);
      unlocked.projectKeys.set(id, await keyPairOf(raw));
      grants.push({ key: id, envelope: b64u(envelope) });
    });
  }
  return grants;
}

/** A key sealed to an earlier sheet does not open; the others still do. */
async function opened(envelope: Bytes, id: string, privateKey: Bytes): Promise<Bytes | null> {
  try {
    return await openFromRecovery(envelope, id, privateKey);
  } catch (error) {
    if (error instanceof WillNotOpen) return null;
    throw error;
  }
}

/** Log in with the passphrase that the person chose when asking. */
async function comeIn(chosen: string): Promise<void> {
  if (!recovery || !salt) return void showStep("words");
  const mark = await deskVault.mark();
  const { logInSecret, wrappingKey } = await derivePassphrase(chosen, salt);
  const both = { ...proof(recovery), log_in_secret: b64u(logInSecret) };
  const handed = await post("recover/keys", both).catch(atPassphrase);
  const { id, wrapped_private_key } = handed.user;
  const raw = await unwrapPrivateKey(fromB64u(wrapped_private_key), wrappingKey, id);
  const unlocked = { user: id, own: await using(raw, keyPairOf), projectKeys: new Map() };
  wrappingKey.fill(0);
  const grants = await grantAll(handed, recovery, unlocked);
  const { csrf } = await post("recover", { ...both, grants });
  useToken(csrf);
  passphrase.value = "";
  recovery.privateKey.fill(0);
  recovery.secret.fill(0);
  recovery = undefined;
  await deskVault.keep(unlocked, mark);
  void addFactor().then((next) => location.assign(deskPage(next)));
}

/** Say at the passphrase's field that it is wrong. */
function atPassphrase(error: unknown): never {
  if (error instanceof CallError && error.code === "wrong-passphrase") {
    throw new Fault("passphrase", error.message);
  }
  throw error;
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
  onSubmit(need("#enrol-form", HTMLFormElement), ask, t("Making your key. This takes a moment…"));
  onSubmit(
    need("#passphrase-form", HTMLFormElement),
    () => comeIn(passphrase.value),
    t("Opening your keys. This takes a moment…"),
  );
  void attempt(wordsForm, async () => {
    needCookies();
    await warnIfUnkept(deskVault);
  });
}

void loadMessages().then(start);
