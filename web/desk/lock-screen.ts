/**
 * The lock of every desk page: it opens with stored keys or a passphrase, and locks when the keys
 * are gone.
 */

import { fromB64u } from "../sealing/bytes.ts";
import { WillNotOpen } from "../sealing/errors.ts";
import { derivePassphrase } from "../sealing/passphrase.ts";
import { Fault } from "../session/faults.ts";
import type { OwnKeys } from "../session/generated-calls.ts";
import { guardWith, type Keyring, type LockablePage } from "../session/lock-screen.ts";
import { t } from "../ui/messages.ts";
import { deskPage } from "./address.ts";
import { get, post, useToken } from "./calls.ts";
import { unlock, withGrants } from "./keys.ts";
import { keepLookingForRecovery, lookForRecovery } from "./team/recovery-news.ts";
import { deskVault, type Unlocked } from "./vault.ts";

/** Who is at the desk, and their opened keys. */
export interface Desk {
  keys: OwnKeys;
  unlocked: Unlocked;
}

/** What a desk page does when it unlocks and locks. */
export type DeskPage = LockablePage<Desk>;

/** Fetch the session's keys, and use its token. @throws CallError */
async function fetchKeys(): Promise<OwnKeys> {
  const keys = await get("keys");
  useToken(keys.csrf);
  void lookForRecovery();
  return keys;
}

/**
 * The desk with the keys that the project has now: while the page was open, a colleague may have
 * removed somebody, which makes a new key. The vault does not change, because it may have been
 * locked meanwhile.
 */
export async function renewed({ unlocked }: Desk): Promise<Desk> {
  const keys = await fetchKeys();
  return { keys, unlocked: await withGrants(unlocked, keys.grants) };
}

const keyring: Keyring<Desk> = {
  vault: deskVault,

  async openWith(passphrase, field) {
    const keys = await fetchKeys();
    const derived = await derivePassphrase(passphrase, fromB64u(keys.user.salt));
    derived.logInSecret.fill(0);
    try {
      return { keys, unlocked: await unlock(derived.wrappingKey, keys) };
    } catch (error) {
      if (!(error instanceof WillNotOpen)) throw error;
      throw new Fault(field, t("This is not your passphrase. Look for small and large letters."));
    } finally {
      derived.wrappingKey.fill(0);
    }
  },

  /** The stored keys, and those granted since. */
  async openKept() {
    const kept = await deskVault.take().catch(() => null);
    if (!kept) return null;
    const keys = await fetchKeys();
    if (keys.user.id !== kept.user) return null;
    return { keys, unlocked: await withGrants(kept, keys.grants) };
  },

  keep: ({ unlocked }, mark) => deskVault.keep(unlocked, mark),

  async logOut() {
    await post("log-out");
    location.assign(deskPage("/desk/log-in/"));
  },
};

/** Guard the part of the page that shows opened things. */
export function guard(root: HTMLElement, page: DeskPage): void {
  keepLookingForRecovery();
  guardWith(keyring, root, page);
}
