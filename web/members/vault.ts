/** A member's keys in this browser: kept apart from caseworkers' keys, and for as short a time. */

import { Vault } from "../session/vault.ts";

/** One member's keys. None of them can be exported. */
export interface MemberKeys {
  member: string;
  /** AES-GCM: opens and seals the settings. */
  settings: CryptoKey;
  /** HKDF: the browser derives the day's tokens from it. */
  tokens: CryptoKey;
}

export const memberVault = new Vault<MemberKeys>("members", () =>
  crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt"]),
);
