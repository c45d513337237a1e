/** The lock of every members' page behind the log-in. */

import { fromB64u } from "../sealing/bytes.ts";
import { WillNotOpen } from "../sealing/errors.ts";
import { derivePassphrase } from "../sealing/passphrase.ts";
import { Fault } from "../session/faults.ts";
import type { MembersAccount } from "../session/generated-calls.ts";
import { guardWith, type Keyring, type LockablePage } from "../session/lock-screen.ts";
import { t } from "../ui/messages.ts";
import { membersPage } from "./address.ts";
import { members } from "./calls.ts";
import { unlock } from "./keys.ts";
import { openSettings, type Settings, sealSettings } from "./settings.ts";
import { shownPins } from "./site.ts";
import { type MemberKeys, memberVault } from "./vault.ts";
import { dropWallet } from "./wallet.ts";

/** A member on a page, with their opened keys and settings. */
export interface Member {
  account: MembersAccount;
  keys: MemberKeys;
  settings: Settings;
}

/** What a members' page does when it unlocks and locks. */
export type MemberPage = LockablePage<Member>;

/** Seal changed settings and have the server store them. @throws CallError */
export async function changeSettings(member: Member, change: Partial<Settings>): Promise<void> {
  const settings = { ...member.settings, ...change };
  await members.post("settings", { settings: await sealSettings(settings, member.keys) });
  member.settings = settings;
}

async function fetchAccount(): Promise<MembersAccount> {
  const account = await members.get("account");
  members.useToken(account.csrf);
  return account;
}

/** Open the settings. The keys that the site shows are pinned once, and never replaced. */
async function opened(account: MembersAccount, keys: MemberKeys): Promise<Member> {
  const member = { account, keys, settings: await openSettings(account.settings, keys) };
  const pins = shownPins();
  if (pins && !member.settings.pins) await changeSettings(member, { pins });
  return member;
}

/** @throws Fault if the passphrase is wrong */
async function keysWith(
  passphrase: string,
  account: MembersAccount,
  field: string,
): Promise<MemberKeys> {
  const derived = await derivePassphrase(passphrase, fromB64u(account.member.salt));
  derived.logInSecret.fill(0);
  try {
    return await unlock(derived.wrappingKey, account);
  } catch (error) {
    if (!(error instanceof WillNotOpen)) throw error;
    throw new Fault(field, t("This is not your passphrase. Look for small and large letters."));
  } finally {
    derived.wrappingKey.fill(0);
  }
}

const keyring: Keyring<Member> = {
  vault: memberVault,

  async openWith(passphrase, field) {
    const account = await fetchAccount();
    return opened(account, await keysWith(passphrase, account, field));
  },

  async openKept() {
    const keys = await memberVault.take().catch(() => null);
    if (!keys) return null;
    const account = await fetchAccount();
    return account.member.id === keys.member ? opened(account, keys) : null;
  },

  keep: ({ keys }, mark) => memberVault.keep(keys, mark),

  async logOut() {
    await dropWallet();
    await members.post("log-out");
    location.assign(membersPage("log-in/"));
  },
};

/** Guard the part of the page that shows opened things. */
export function guard(root: HTMLElement, page: MemberPage): void {
  guardWith(keyring, root, page);
}
