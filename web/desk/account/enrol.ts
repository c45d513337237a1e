/** Making an account in the browser: the key pair, wrapped under the passphrase. */

import { type Bytes, b64u } from "../../sealing/bytes.ts";
import { generatePrivateKey, keyPairOf, publicKeyOf } from "../../sealing/keys.ts";
import { wrapUnder } from "../../session/wrapping.ts";
import type { Unlocked } from "../vault.ts";

/** A new account: what the browser sends to the server, and the opened keys that it keeps. */
export interface NewAccount {
  user: string;
  publicKey: Bytes;
  logInSecret: string;
  registration: {
    user: string;
    name: string;
    salt: string;
    public_key: string;
    wrapped_private_key: string;
  };
  unlocked: Unlocked;
}

/** Make the keys of a new account. Sends nothing. */
export async function newAccount(name: string, passphrase: string): Promise<NewAccount> {
  const user = crypto.randomUUID();
  const privateKey = generatePrivateKey();
  try {
    const { secret, ...wrapped } = await wrapUnder(passphrase, privateKey, user);
    const publicKey = await publicKeyOf(privateKey);
    return {
      user,
      publicKey,
      logInSecret: secret,
      registration: { user, name, ...wrapped, public_key: b64u(publicKey) },
      unlocked: { user, own: await keyPairOf(privateKey), projectKeys: new Map() },
    };
  } finally {
    privateKey.fill(0);
  }
}
