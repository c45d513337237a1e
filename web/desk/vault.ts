/** A caseworker's keys in this browser. */

import { Vault } from "../session/vault.ts";

/** One caseworker's opened keys. No private key can be exported. */
export interface Unlocked {
  user: string;
  own: CryptoKeyPair;
  projectKeys: Map<string, CryptoKeyPair>;
}

/** The caseworkers' vault. */
// WebKitGTK 2.50 keeps keys of AES, and gives null back for those of X25519.
export const deskVault = new Vault<Unlocked>("desk", () =>
  crypto.subtle.generateKey("X25519", false, ["deriveBits"]),
);
