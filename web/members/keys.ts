/** A member's keys, derived from the private key (docs/check.md, Tokens; docs/http.md, Members). */

import { deriveKey } from "../sealing/argon2.ts";
import { type Bytes, fromB64u } from "../sealing/bytes.ts";
import { unwrapPrivateKey } from "../sealing/passphrase.ts";
import type { MembersAccount } from "../session/generated-calls.ts";
import type { MemberKeys } from "./vault.ts";

/** The keys of a member, from the raw private key, which does not change. */
export async function keysOf(member: string, privateKey: Bytes): Promise<MemberKeys> {
  const settings = await deriveKey(privateKey, "unsilenced/1/member/settings");
  const tokens = await deriveKey(privateKey, "unsilenced/1/member/tokens");
  try {
    return {
      member,
      settings: await crypto.subtle.importKey("raw", settings, "AES-GCM", false, [
        "encrypt",
        "decrypt",
      ]),
      tokens: await crypto.subtle.importKey("raw", tokens, "HKDF", false, ["deriveBits"]),
    };
  } finally {
    settings.fill(0);
    tokens.fill(0);
  }
}

/** Open the keys with the wrapping key. @throws WillNotOpen if it belongs to another passphrase */
export async function unlock(wrappingKey: Bytes, { member }: MembersAccount): Promise<MemberKeys> {
  const wrapped = fromB64u(member.wrapped_private_key);
  const privateKey = await unwrapPrivateKey(wrapped, wrappingKey, member.id);
  try {
    return await keysOf(member.id, privateKey);
  } finally {
    privateKey.fill(0);
  }
}
