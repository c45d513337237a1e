/** Passphrases: one thing to remember, which logs a caseworker in and unlocks their private key. */

import { deriveKey, stretch } from "./argon2.ts";
import { OVERHEAD, openBox, sealBox } from "./box.ts";
import { type Bytes, randomBytes, utf8 } from "./bytes.ts";
import { privateKeyContext } from "./context.ts";
import { Malformed } from "./errors.ts";
import { KEY_SIZE, PASSPHRASE_COST, SALT_SIZE } from "./generated.ts";
import { checkShape } from "./header.ts";
import { checkKeySize } from "./keys.ts";

/** Bytes of a wrapped private key: 63. */
const WRAPPED_SIZE = KEY_SIZE + OVERHEAD;

/** The secret that is sent at log-in, and the wrapping key, which never leaves the browser. */
export interface PassphraseKeys {
  logInSecret: Bytes;
  wrappingKey: Bytes;
}

export function drawSalt(): Bytes {
  return randomBytes(SALT_SIZE);
}

/** Stretches the passphrase (in NFKC) into its keys: 64 MiB. @throws Malformed (`salt`, `text`) */
export async function derivePassphrase(passphrase: string, salt: Bytes): Promise<PassphraseKeys> {
  if (salt.length !== SALT_SIZE) {
    throw new Malformed("salt", `A salt has ${SALT_SIZE} bytes, not ${salt.length}.`);
  }
  if (/\p{Cs}/u.test(passphrase)) {
    throw new Malformed("text", "The passphrase has a half character in it.");
  }
  const stretched = await stretch(utf8(passphrase.normalize("NFKC")), salt, PASSPHRASE_COST);
  return {
    logInSecret: await deriveKey(stretched, "unsilenced/1/passphrase/log-in"),
    wrappingKey: await deriveKey(stretched, "unsilenced/1/passphrase/wrap"),
  };
}

/** Seals a caseworker's private key under the wrapping key. @throws Malformed (`key-size`) */
export async function wrapPrivateKey(
  privateKey: Bytes,
  wrappingKey: Bytes,
  user: string,
): Promise<Bytes> {
  checkKeySize(privateKey);
  return sealBox(privateKey, wrappingKey, privateKeyContext(user));
}

/** Opens a wrapped private key. @throws Malformed or WillNotOpen */
export async function unwrapPrivateKey(
  wrapped: Bytes,
  wrappingKey: Bytes,
  user: string,
): Promise<Bytes> {
  checkShape(wrapped, [WRAPPED_SIZE]);
  return openBox(wrapped, wrappingKey, privateKeyContext(user));
}
