/** The log-in page: name and passphrase, second factor, keys, inbox. */

import { addFactor, readCode } from "../../desk/account/add-factor.ts";
import { hasPasskeys, type RequestOptions, usePasskey } from "../../desk/account/webauthn.ts";
import { deskPage } from "../../desk/address.ts";
import { get, post, useToken } from "../../desk/calls.ts";
import { unlock } from "../../desk/keys.ts";
import { deskVault } from "../../desk/vault.ts";
import { b64u, fromB64u } from "../../sealing/bytes.ts";
import { derivePassphrase, type PassphraseKeys } from "../../sealing/passphrase.ts";
import { hasNativeX25519 } from "../../sealing/x25519.ts";
import { attempt, onSubmit } from "../../session/attempt.ts";
import { needCookies } from "../../session/cookies.ts";
import { Fault } from "../../session/faults.ts";
import type { LoggedIn } from "../../session/generated-calls.ts";
import { announce } from "../../session/lock.ts";
import { reveal, showStep } from "../../session/parts.ts";
import { warnIfUnkept } from "../../session/unkept.ts";
import { loadMessages, t } from "../../ui/messages.ts";
import { need } from "../../ui/parts.ts";

const passphraseForm = need("#passphrase-form", HTMLFormElement);
const name = need("#name", HTMLInputElement);
const passphrase = need("#passphrase", HTMLInputElement);
const factor = need('[data-step="second-factor"]', HTMLElement);
const codeForm = need('[data-method="totp"]', HTMLFormElement);
const recoveryForm = need('[data-method="recovery-code"] form', HTMLFormElement);

/** Kept only between the two factors: the browser can fetch the keys once both were right. */
let stretched: PassphraseKeys | undefined;

async function checkPassphrase(): Promise<void> {
  if (!name.value.trim()) throw new Fault("name", t("Type your name."));
  if (!passphrase.value) throw new Fault("passphrase", t("Type your passphrase."));
  const { salt } = await post("log-in/salt", { name: name.value });
  stretched = await derivePassphrase(passphrase.value, fromB64u(salt));
  const secret = b64u(stretched.logInSecret);
  stretched.logInSecret.fill(0);
  const answer = await post("log-in", {
    name: name.value,
    secret,
  });
  useToken(answer.csrf);
  passphrase.value = "";
  if (answer.methods.length) showFactors(answer.methods);
  else void addFactor().then(enter);
}

function showFactors(methods: readonly string[]): void {
  for (const part of factor.querySelectorAll<HTMLElement>("[data-method]")) {
    part.hidden = !methods.includes(part.dataset.method ?? "");
  }
  need("#use-passkey", HTMLButtonElement).hidden = !hasPasskeys();
  need("#no-passkeys", HTMLElement).hidden = hasPasskeys();
  showStep("second-factor");
}

async function through(call: Promise<LoggedIn>): Promise<void> {
  const { next, csrf } = await call;
  useToken(csrf);
  await enter(next);
}

async function enter(next: string): Promise<void> {
  if (stretched) {
    const mark = await deskVault.mark();
    const keys = await get("keys");
    await deskVault.keep(await unlock(stretched.wrappingKey, keys), mark);
    announce(deskVault, "unlocked");
    stretched.wrappingKey.fill(0);
    stretched = undefined;
  }
  location.assign(deskPage(next));
}

async function usePasskeyNow(): Promise<void> {
  const options = (await post("log-in/passkey/options")) as RequestOptions;
  const credential = await usePasskey(options);
  await through(post("log-in/passkey", { credential }));
}

async function useCode(): Promise<void> {
  const code = readCode("code");
  await through(post("log-in/totp", { code }));
}

async function useRecoveryCode(): Promise<void> {
  const code = need("#recovery-code", HTMLInputElement).value.trim();
  if (!code) throw new Fault("recovery-code", t("Type one of the codes from your list."));
  await through(post("log-in/recovery-code", { code }));
}

async function checkBrowser(): Promise<void> {
  needCookies();
  await deskVault.wipe().catch(() => undefined);
  announce(deskVault, "locked");
  if (!(await hasNativeX25519())) {
    throw new Fault("", t("This browser is too old for this part. Please use an up-to-date one."));
  }
  await warnIfUnkept(deskVault);
}

function start(): void {
  reveal();
  onSubmit(passphraseForm, checkPassphrase, t("Checking. This takes a moment…"));
  onSubmit(codeForm, useCode);
  onSubmit(recoveryForm, useRecoveryCode);
  need("#use-passkey", HTMLButtonElement).onclick = () => attempt(factor, usePasskeyNow);
  need("#start-again", HTMLButtonElement).onclick = () => {
    stretched = undefined;
    showStep("passphrase");
  };
  void attempt(passphraseForm, checkBrowser);
}

void loadMessages().then(start);
