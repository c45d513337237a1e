/** Makes a member's account in the browser: the key pair, wrapped, and the first settings. */

import { b64u } from "../sealing/bytes.ts";
import { generatePrivateKey, publicKeyOf } from "../sealing/keys.ts";
import { wrapUnder } from "../session/wrapping.ts";
import { keysOf } from "./keys.ts";
import { type Pins, sealSettings } from "./settings.ts";
import type { MemberKeys } from "./vault.ts";

/** A new account: what the browser sends to the server, and the keys that it keeps. */
export interface NewMember {
  registration: {
    member: string;
    pseudonym: string;
    salt: string;
    secret: string;
    public_key: string;
    wrapped_private_key: string;
    settings: string;
  };
  keys: MemberKeys;
}

/** Make a new account. Sends nothing. */
export async function newMember(
  pseudonym: string,
  passphrase: string,
  pins: Pins | null,
): Promise<NewMember> {
  const member = crypto.randomUUID();
  const privateKey = generatePrivateKey();
  try {
    const wrapped = await wrapUnder(passphrase, privateKey, member);
    const keys = await keysOf(member, privateKey);
    const public_key = b64u(await publicKeyOf(privateKey));
    const settings = await sealSettings({ areas: [], pins }, keys);
    return { registration: { member, pseudonym, ...wrapped, public_key, settings }, keys };
  } finally {
    privateKey.fill(0);
  }
}
