/** Contexts: the text that binds a ciphertext to its purpose and its place. */

import { type Bytes, utf8 } from "./bytes.ts";
import { Malformed } from "./errors.ts";
import type { RecipientKind, RecordKind } from "./generated.ts";

/** Where a record belongs. For the report and a request for review, `record` equals `report`. */
export interface Place {
  kind: RecordKind;
  report: string;
  record: string;
}

/** Who can open a content key, and with which key. A reporter's key has no identifier. */
export type Named =
  | { kind: "reporter"; key?: undefined }
  | { kind: Exclude<RecipientKind, "reporter">; key: string };

const ROOT = "unsilenced/1";
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The context of a record's body. */
export function bodyContext(place: Place): Bytes {
  return utf8(`${ROOT}/body/${pathOf(place)}`);
}

/** The context of a record's content key, sealed to a recipient. */
export function keyContext(place: Place, { kind, key }: Named): Bytes {
  return utf8(`${ROOT}/key/${pathOf(place)}/${kind}${key === undefined ? "" : `/${uuid(key)}`}`);
}

/**
 * The context of chunk `index` (from 0) of `count`.
 *
 * @throws Malformed (`chunk-index`) if there is no such chunk
 */
export function chunkContext(report: string, record: string, index: number, count: number): Bytes {
  if (!Number.isInteger(index) || !Number.isInteger(count) || index < 0 || index >= count) {
    throw new Malformed("chunk-index", "There is no chunk with this number.");
  }
  return utf8(`${ROOT}/chunk/${uuid(report)}/${uuid(record)}/${index}/${count}`);
}

/** The context of a project's private key, sealed to a caseworker. */
export function grantContext(key: string, user: string): Bytes {
  return utf8(`${ROOT}/grant/${uuid(key)}/${uuid(user)}`);
}

/** The context of a project's private key, sealed to the recovery sheet. */
export function recoveryContext(key: string): Bytes {
  return utf8(`${ROOT}/recovery/${uuid(key)}`);
}

/** The context of a caseworker's private key, wrapped under the passphrase. */
export function privateKeyContext(user: string): Bytes {
  return utf8(`${ROOT}/private-key/${uuid(user)}`);
}

function pathOf({ kind, report, record }: Place): string {
  if ((kind === "report" || kind === "review-request") && record !== report) {
    throw new Malformed("record", "What stands alone has one identifier, not two.");
  }
  return `${kind}/${uuid(report)}/${uuid(record)}`;
}

/** Identifiers come from the server. One with a slash in it could name another place. */
function uuid(text: string): string {
  if (!UUID.test(text)) throw new Malformed("identifier", "This is not an identifier.");
  return text;
}
