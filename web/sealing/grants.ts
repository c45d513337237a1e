/** Grants: the project's private key sealed to each caseworker and to the recovery sheet. */

import type { Bytes } from "./bytes.ts";
import { grantContext, recoveryContext } from "./context.ts";
import { openKey, sealKey } from "./hpke.ts";
import type { PrivateKey } from "./keys.ts";

/** Seals the project's key `key` to the caseworker `user`: 83 bytes. @throws Malformed */
export async function sealGrant(
  projectPrivateKey: Bytes,
  key: string,
  user: string,
  userPublicKey: Bytes,
): Promise<Bytes> {
  return sealKey(projectPrivateKey, userPublicKey, grantContext(key, user));
}

/** The project's private key. @throws Malformed or WillNotOpen */
export async function openGrant(
  envelope: Bytes,
  key: string,
  user: string,
  userPrivateKey: PrivateKey,
): Promise<Bytes> {
  return openKey(envelope, userPrivateKey, grantContext(key, user));
}

/** Seals the project's key `key` to the recovery sheet: 83 bytes. @throws Malformed */
export async function sealForRecovery(
  projectPrivateKey: Bytes,
  key: string,
  recoveryPublicKey: Bytes,
): Promise<Bytes> {
  return sealKey(projectPrivateKey, recoveryPublicKey, recoveryContext(key));
}

/** The project's private key. @throws Malformed or WillNotOpen */
export async function openFromRecovery(
  envelope: Bytes,
  key: string,
  recoveryPrivateKey: PrivateKey,
): Promise<Bytes> {
  return openKey(envelope, recoveryPrivateKey, recoveryContext(key));
}
