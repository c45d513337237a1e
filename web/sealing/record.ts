/** Records: one sealed body, and its content key sealed to each recipient. */

import { OVERHEAD, openBox, sealBox } from "./box.ts";
import { type Bytes, randomBytes } from "./bytes.ts";
import { bodyContext, keyContextForProject, keyContextForReporter, type Place } from "./context.ts";
import { KEY_SIZE, type OwnKind, type RecordKind, SIZES } from "./generated.ts";
import { checkShape } from "./header.ts";
import { openKey, sealKey } from "./hpke.ts";
import type { PrivateKey } from "./keys.ts";
import { pad, unpad } from "./padding.ts";

/** A project's key: its identifier and its public half. */
export interface ProjectKey {
  id: string;
  publicKey: Bytes;
}

/** What is sent of a record that only the project can open, and `contentKey`, which is not sent. */
export interface SealedOwn {
  body: Bytes;
  projectWrap: Bytes;
  contentKey: Bytes;
}

/**
 * What is sent of a record, and `contentKey`, which is not sent: chunks of an attachment need it.
 */
export interface SealedRecord extends SealedOwn {
  reporterWrap: Bytes;
}

type SharedPlace = Place & { kind: Exclude<RecordKind, OwnKind> };

const BODY_SIZES = SIZES.map((size) => size + OVERHEAD);

/**
 * Seals what both the project and the reporter can open.
 *
 * @throws Malformed (`record`, `identifier`, `too-large`, `key-size`, `public-key`)
 */
export async function sealRecord(
  plaintext: Bytes,
  place: SharedPlace,
  project: ProjectKey,
  reporterPublicKey: Bytes,
): Promise<SealedRecord> {
  const sealed = await sealForProject(plaintext, place, project);
  const context = keyContextForReporter(place);
  const reporterWrap = await sealKey(sealed.contentKey, reporterPublicKey, context);
  return { ...sealed, reporterWrap };
}

/** Seals what the project alone can open. @throws Malformed as `sealRecord` */
export function sealOwn(
  plaintext: Bytes,
  place: Place & { kind: OwnKind },
  project: ProjectKey,
): Promise<SealedOwn> {
  return sealForProject(plaintext, place, project);
}

async function sealForProject(
  plaintext: Bytes,
  place: Place,
  project: ProjectKey,
): Promise<SealedOwn> {
  const contentKey = randomBytes(KEY_SIZE);
  const context = keyContextForProject(place, project.id);
  return {
    body: await sealBox(pad(plaintext), contentKey, bodyContext(place)),
    projectWrap: await sealKey(contentKey, project.publicKey, context),
    contentKey,
  };
}

/** What was sealed, with the project's private key of that identifier. @throws SealingError */
export async function openForProject(
  body: Bytes,
  wrap: Bytes,
  place: Place,
  project: { id: string; privateKey: PrivateKey },
): Promise<Bytes> {
  return openBody(body, await contentKeyForProject(wrap, place, project), place);
}

/** What was sealed, with the reporter's private key. @throws SealingError */
export async function openForReporter(
  body: Bytes,
  wrap: Bytes,
  place: Place,
  privateKey: PrivateKey,
): Promise<Bytes> {
  return openBody(body, await contentKeyForReporter(wrap, place, privateKey), place);
}

/** The content key from the project's wrap. @throws SealingError */
export function contentKeyForProject(
  wrap: Bytes,
  place: Place,
  project: { id: string; privateKey: PrivateKey },
): Promise<Bytes> {
  return openKey(wrap, project.privateKey, keyContextForProject(place, project.id));
}

/** The content key from the reporter's wrap. @throws SealingError */
export function contentKeyForReporter(
  wrap: Bytes,
  place: Place,
  privateKey: PrivateKey,
): Promise<Bytes> {
  return openKey(wrap, privateKey, keyContextForReporter(place));
}

/** What was sealed, with the content key. @throws SealingError */
export async function openBody(body: Bytes, contentKey: Bytes, place: Place): Promise<Bytes> {
  checkShape(body, BODY_SIZES);
  return unpad(await openBox(body, contentKey, bodyContext(place)));
}
