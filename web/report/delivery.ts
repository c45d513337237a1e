/** Seals a report and sends it, so that it never arrives twice. */

import { CallError, type Work } from "../session/fetch.ts";
import type { ProjectKey, Scope, SealedReportTo } from "../session/generated-calls.ts";
import { loadModule } from "../ui/load.ts";
import { post } from "./calls.ts";
import { type Report, toSeal } from "./report.ts";

/** The report that photos belong to, with its writer's secrets. */
export interface Owner {
  report: string;
  secret: string;
  publicKey: Uint8Array<ArrayBuffer>;
  key: ProjectKey;
}

/** Where a report goes. */
export interface Destination {
  project: string;
  key: ProjectKey;
  wording: string;
}

/** What to send; `uid` and `words` stay the same in every try. */
export interface Parcel {
  uid: string;
  words: readonly string[];
  report: Report;
  consents: string[];
  photos: number;
}

/** The fields of the call, sealed. */
export type Sealed = SealedReportTo;

/** Seal a parcel to a project's key. */
export async function seal(parcel: Parcel, to: Destination): Promise<Sealed> {
  const { b64u, deriveReceipt, lookupHash, sealRecord, toBoth } = await loadModule("sealing");
  const keys = await deriveReceipt(parcel.words);
  const { uid } = parcel;
  const { body, wraps } = await sealRecord(
    toSeal(parcel.report, parcel.photos),
    { kind: "report", report: uid, record: uid },
    toBoth(to.key, keys.publicKey),
  );
  return {
    uid,
    project: to.project,
    key: to.key.id,
    body: b64u(body),
    project_wrap: b64u(wraps[0]),
    reporter_wrap: b64u(wraps[1]),
    reporter_public_key: b64u(keys.publicKey),
    lookup_hash: b64u(await lookupHash(keys.lookupSecret)),
    // The page offers only these.
    consents: parcel.consents as Scope[],
    wording: to.wording,
  };
}

/**
 * Send what was sealed. If the project has changed its key meanwhile, seal the parcel again to the
 * new key. `keep` gets the sealed parcel before it is sent: if the answer is lost, the page must
 * send the same bytes again, so that they count as the same report. `work` is what the server asks
 * for in a flood.
 *
 * @throws CallError
 */
export async function deliver(
  sealed: Sealed,
  parcel: Parcel,
  to: Destination,
  keep: (again: Sealed) => Promise<void>,
  work: Work,
): Promise<string> {
  try {
    return await send(sealed, work);
  } catch (error) {
    if (!(error instanceof CallError && error.code === "key-retired")) throw error;
    const again = await seal(parcel, { ...to, key: error.answer.key as ProjectKey });
    await keep(again);
    return send(again, work);
  }
}

async function send(sealed: Sealed, work: Work): Promise<string> {
  const options = { again: true, work };
  const { reference } = await post("/report/send", sealed, options);
  return reference;
}

/** What the writer needs to send photos after the report. */
export async function ownerOf(parcel: Parcel, key: ProjectKey): Promise<Owner> {
  const { b64u, deriveReceipt } = await loadModule("sealing");
  const keys = await deriveReceipt(parcel.words);
  return {
    report: parcel.uid,
    secret: b64u(keys.lookupSecret),
    publicKey: keys.publicKey,
    key,
  };
}
