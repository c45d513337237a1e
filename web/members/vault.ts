/** A member's keys in this browser: separate from the caseworkers', and as short-lived. */

import { Vault } from "../session/vault.ts";

/** One member's keys. None can be read out. */
export interface MemberKeys {
  member: string;
  /** AES-GCM: opens and seals the settings. */
  settings: CryptoKey;
  /** HKDF: the day's tokens are derived from it. */
  tokens: CryptoKey;
}

export const memberVault = new Vault<MemberKeys>("members");
