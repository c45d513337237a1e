/** A caseworker's keys in this browser. */

import { Vault } from "../session/vault.ts";

/** One caseworker's opened keys. No private key can be exported. */
export interface Unlocked {
  user: string;
  own: CryptoKeyPair;
  projectKeys: Map<string, CryptoKeyPair>;
}

/** The caseworkers' vault. */
export const deskVault = new Vault<Unlocked>("desk");
