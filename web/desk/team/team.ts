/** The people of a project, and the keys they pass on. */

import { type Bytes, b64u, fromB64u } from "../../sealing/bytes.ts";
import { sealForRecovery, sealGrant } from "../../sealing/grants.ts";
import { generatePrivateKey, publicKeyOf } from "../../sealing/keys.ts";
import type { RecoveryKeys } from "../../sealing/recovery.ts";
import type { Colleague, Team } from "../../session/generated-calls.ts";
import { get, post } from "../calls.ts";
import { openOwnGrant, using } from "../keys.ts";
import type { Desk } from "../lock-screen.ts";
import { recoveryFields } from "./new-sheet.ts";

export const fetchTeam = (): Promise<Team> => get("team");

/** The names of people by their identifiers, for showing who has a report. */
export function namesOf(team: Team): Map<string, string> {
  return new Map(team.members.map(({ id, name }) => [id, name]));
}

/** The keys that I have and a colleague does not. */
export function lacking(member: Colleague, { keys }: Desk): string[] {
  return keys.grants.map(({ key }) => key).filter((key) => !member.keys.includes(key));
}

const sealedTo = async (member: Colleague, key: string, raw: Bytes) =>
  b64u(await sealGrant(raw, key, member.id, fromB64u(member.public_key)));

/** Open each of my grants that a colleague does not have, and seal it to them. @throws Refused */
export async function giveKeys(member: Colleague, desk: Desk): Promise<void> {
  const missing = new Set(lacking(member, desk));
  const grants: { user: string; key: string; envelope: string }[] = [];
  for (const grant of desk.keys.grants.filter(({ key }) => missing.has(key))) {
    const envelope = await using(await openOwnGrant(grant, desk.unlocked), (raw) =>
      sealedTo(member, grant.key, raw),
    );
    grants.push({ user: member.id, key: grant.key, envelope });
  }
  await post("team/grants", { grants });
}

/** A new sheet with all keys that I have, as the call sends it. @throws SealingError */
async function sealedSheet(recovery: RecoveryKeys, { keys, unlocked }: Desk) {
  const envelopes: { key: string; recovery_envelope: string }[] = [];
  for (const grant of keys.grants) {
    const envelope = await using(await openOwnGrant(grant, unlocked), (raw) =>
      sealForRecovery(raw, grant.key, recovery.publicKey),
    );
    envelopes.push({ key: grant.key, recovery_envelope: b64u(envelope) });
  }
  return { ...(await recoveryFields(recovery)), envelopes };
}

/** Replace the recovery sheet with a new one. @throws Refused */
export async function replaceSheet(recovery: RecoveryKeys, desk: Desk): Promise<void> {
  await post("team/sheet", { sheet: await sealedSheet(recovery, desk) });
}

/**
 * Remove a colleague. Everyone who stays and has the current key gets a new project key. There is
 * also a new recovery sheet, because the colleague may have kept the words of the old one. Nobody
 * has verified a person who never got a key, so they get none here.
 *
 * One call does all of this: everything happens, or nothing. @throws CallError
 */
export async function removeMember(
  member: Colleague,
  team: Team,
  desk: Desk,
  recovery: RecoveryKeys,
): Promise<void> {
  const { current } = desk.keys.project;
  const remaining = team.members.filter(
    ({ id, keys }) => id !== member.id && current !== null && keys.includes(current),
  );
  const id = crypto.randomUUID();
  const key = await using(generatePrivateKey(), async (raw) => ({
    id,
    public_key: b64u(await publicKeyOf(raw)),
    recovery_envelope: b64u(await sealForRecovery(raw, id, recovery.publicKey)),
    grants: await Promise.all(
      remaining.map(async (one) => ({ user: one.id, envelope: await sealedTo(one, id, raw) })),
    ),
  }));
  await post("team/remove", { user: member.id, key, sheet: await sealedSheet(recovery, desk) });
}
