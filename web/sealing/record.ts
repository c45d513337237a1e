/** Records: a sealed body, and its content key sealed to each recipient. */

import { OVERHEAD, openBox, sealBox } from "./box.ts";
import { type Bytes, fromB64u, randomBytes } from "./bytes.ts";
import { bodyContext, keyContext, type Named, type Place } from "./context.ts";
import { KEY_SIZE, type OwnKind, type RecordKind, SIZES } from "./generated.ts";
import { checkShape } from "./header.ts";
import { openKey, sealKey } from "./hpke.ts";
import type { PrivateKey } from "./keys.ts";
import { pad, unpad } from "./padding.ts";

/** A project's key as calls give it: its identifier, and its public half in b64u. */
export interface ProjectKey {
  id: string;
  public_key: string;
}

/** Somebody whom a record can be sealed to. */
export type Recipient = Named & { publicKey: Bytes };

type ForProject = Recipient & { kind: "project" };
type ForReporter = Recipient & { kind: "reporter" };
type RecipientsOf<K extends RecordKind> = K extends OwnKind
  ? readonly [ForProject, ...ForProject[]]
  : readonly [ForProject, ForReporter];
type WrapsOf<R extends readonly unknown[]> = { -readonly [I in keyof R]: Bytes };

/**
 * The parts of a record to send, with the wraps in the order of the recipients. `contentKey` is not
 * sent; the chunks of an attachment need it.
 */
export interface SealedRecord<R extends readonly unknown[]> {
  body: Bytes;
  wraps: WrapsOf<R>;
  contentKey: Bytes;
}

const BODY_SIZES = SIZES.map((size) => size + OVERHEAD);

/** A project as a recipient. */
export function toProject({ id, public_key }: ProjectKey): ForProject {
  return { kind: "project", key: id, publicKey: fromB64u(public_key) };
}

/** A project and the reporter as recipients. */
export function toBoth(project: ProjectKey, publicKey: Bytes): readonly [ForProject, ForReporter] {
  return [toProject(project), { kind: "reporter", publicKey }];
}

/**
 * Seals a record to the recipients of its kind.
 *
 * @throws Malformed (`record`, `identifier`, `too-large`, `key-size`, `public-key`)
 */
export async function sealRecord<K extends RecordKind, R extends RecipientsOf<K>>(
  plaintext: Bytes,
  place: Place & { kind: K },
  recipients: R,
): Promise<SealedRecord<R>> {
  const contentKey = randomBytes(KEY_SIZE);
  return {
    body: await sealBox(pad(plaintext), contentKey, bodyContext(place)),
    wraps: (await wrapContentKey(contentKey, place, recipients)) as WrapsOf<R>,
    contentKey,
  };
}

/**
 * Seals a record's content key to any recipients, in their order. @throws Malformed as `sealRecord`
 */
export function wrapContentKey(
  contentKey: Bytes,
  place: Place,
  recipients: readonly Recipient[],
): Promise<Bytes[]> {
  return Promise.all(
    recipients.map((to) => sealKey(contentKey, to.publicKey, keyContext(place, to))),
  );
}

/** Opens a record with the private key of the recipient `to`. @throws SealingError */
export async function openRecord(
  body: Bytes,
  wrap: Bytes,
  place: Place,
  to: Named,
  privateKey: PrivateKey,
): Promise<Bytes> {
  return openBody(body, await openWrap(wrap, place, to, privateKey), place);
}

/** Opens the content key with the private key of the recipient `to`. @throws SealingError */
export function openWrap(
  wrap: Bytes,
  place: Place,
  to: Named,
  privateKey: PrivateKey,
): Promise<Bytes> {
  return openKey(wrap, privateKey, keyContext(place, to));
}

/** Opens a body with the content key. @throws SealingError */
export async function openBody(body: Bytes, contentKey: Bytes, place: Place): Promise<Bytes> {
  checkShape(body, BODY_SIZES);
  return unpad(await openBox(body, contentKey, bodyContext(place)));
}
