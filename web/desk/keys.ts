/** Opening a caseworker's keys: the wrapped private key, then each project key granted to it. */

import { type Bytes, fromB64u } from "../sealing/bytes.ts";
import { openGrant } from "../sealing/grants.ts";
import { keyPairOf } from "../sealing/keys.ts";
import { unwrapPrivateKey } from "../sealing/passphrase.ts";
import type { Grant, OwnKeys } from "../session/generated-calls.ts";
import type { Unlocked } from "./vault.ts";

/**
 * The caseworker's own public key, taken from the opened key pair: a compromised server could name
 * another one, and colleagues would then compare the wrong fingerprints.
 */
export async function ownPublicKey({ own }: Unlocked): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.exportKey("raw", own.publicKey));
}

/** Use raw key bytes, and overwrite them whatever happens. */
export async function using<T>(raw: Bytes, use: (raw: Bytes) => Promise<T>): Promise<T> {
  try {
    return await use(raw);
  } finally {
    raw.fill(0);
  }
}

/** The raw private key of a project, for sealing it to somebody else. @throws SealingError */
export async function openOwnGrant(grant: Grant, unlocked: Unlocked): Promise<Bytes> {
  return openGrant(fromB64u(grant.envelope), grant.key, unlocked.user, unlocked.own);
}

/** Add the project keys not yet opened. One that does not open is left out. */
export async function withGrants(unlocked: Unlocked, grants: readonly Grant[]): Promise<Unlocked> {
  const projectKeys = new Map<string, CryptoKeyPair>();
  for (const grant of grants) {
    const known = unlocked.projectKeys.get(grant.key);
    const pair = known ?? (await openedPair(grant, unlocked));
    if (pair) projectKeys.set(grant.key, pair);
  }
  return { ...unlocked, projectKeys };
}

async function openedPair(grant: Grant, unlocked: Unlocked): Promise<CryptoKeyPair | null> {
  return openOwnGrant(grant, unlocked)
    .then((raw) => using(raw, keyPairOf))
    .catch(() => null);
}

/**
 * Open everything with the wrapping key. @throws SealingError if it belongs to another passphrase
 */
export async function unlock(wrappingKey: Bytes, keys: OwnKeys): Promise<Unlocked> {
  const raw = await unwrapPrivateKey(
    fromB64u(keys.user.wrapped_private_key),
    wrappingKey,
    keys.user.id,
  );
  const own = await using(raw, keyPairOf);
  return withGrants({ user: keys.user.id, own, projectKeys: new Map() }, keys.grants);
}
