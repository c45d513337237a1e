/** Wraps a private key under a passphrase. */

import { type Bytes, b64u } from "../sealing/bytes.ts";
import { derivePassphrase, drawSalt, wrapPrivateKey } from "../sealing/passphrase.ts";

/** A passphrase's new salt and log-in secret, and a private key wrapped under it. */
export async function wrapUnder(
  passphrase: string,
  privateKey: Bytes,
  user: string,
): Promise<{ salt: string; secret: string; wrapped_private_key: string }> {
  const salt = drawSalt();
  const { logInSecret, wrappingKey } = await derivePassphrase(passphrase, salt);
  const wrapped = await wrapPrivateKey(privateKey, wrappingKey, user);
  wrappingKey.fill(0);
  return { salt: b64u(salt), secret: b64u(logInSecret), wrapped_private_key: b64u(wrapped) };
}
