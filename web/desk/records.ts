/**
 * Sealed records as the server gives them to the desk, and opening them with the project's keys.
 */

import { REPORT, type Report } from "../report/opened.ts";
import { type Reading, read, type Shape } from "../report/reading.ts";
import { type Bytes, fromB64u } from "../sealing/bytes.ts";
import { WillNotOpen } from "../sealing/errors.ts";
import type { RecordKind } from "../sealing/generated.ts";
import { openRecord as openSealed, openWrap } from "../sealing/record.ts";
import type { NamesOfReport, SealedMessage } from "../session/generated-calls.ts";
import type { Unlocked } from "./vault.ts";

/** What every sealed record has. `key` names the project key that it was sealed to. */
export type Sealed = Pick<SealedMessage, "uid" | "key" | "body" | "project_wrap">;

/** What the desk calls a report: its number there, or its reference until it has a number. */
export function called({ number, reference }: NamesOfReport): string {
  return number === null ? reference : `${number}`;
}

/** Whose wrap a record has, and the key that opens it. @throws WillNotOpen */
function keyFor(
  { key }: Sealed,
  unlocked: Unlocked,
): [reader: { kind: "project"; key: string }, pair: CryptoKeyPair] {
  const pair = key === null ? undefined : unlocked.projectKeys.get(key);
  if (key === null || !pair) throw new WillNotOpen();
  return [{ kind: "project", key }, pair];
}

/** The content of a record. @throws SealingError */
export async function openRecord(
  sealed: Sealed,
  kind: RecordKind,
  report: string,
  unlocked: Unlocked,
): Promise<Bytes> {
  return openSealed(
    fromB64u(sealed.body),
    fromB64u(sealed.project_wrap),
    { kind, report, record: sealed.uid },
    ...keyFor(sealed, unlocked),
  );
}

/** The content key of an attachment, for its chunks. @throws SealingError */
export async function contentKeyOf(
  sealed: Sealed,
  report: string,
  unlocked: Unlocked,
): Promise<Bytes> {
  const place = { kind: "attachment", report, record: sealed.uid } as const;
  const wrap = fromB64u(sealed.project_wrap);
  return openWrap(wrap, place, ...keyFor(sealed, unlocked));
}

/** Why a record shows nothing: it does not open here, or its content has another shape. */
export type Why = "locked" | "unreadable";

/** A record's content (`cut` if it was longer), or why there is nothing to show. */
export type Opened<T> = (Reading<T> & { why: null }) | { value: null; cut: false; why: Why };

/**
 * Open and read a record. Never throws: strangers seal the content, and one bad record must not
 * hide the others.
 */
export async function openAs<T>(
  sealed: Sealed,
  { kind, report }: { kind: RecordKind; report: string },
  unlocked: Unlocked,
  shape: Shape<T>,
): Promise<Opened<T>> {
  const opened = await openRecord(sealed, kind, report, unlocked).catch(() => null);
  if (!opened) return { value: null, cut: false, why: "locked" };
  const reading = read(opened, shape);
  return reading ? { ...reading, why: null } : { value: null, cut: false, why: "unreadable" };
}

/** What a report says. */
export function openReport(sealed: Sealed, unlocked: Unlocked): Promise<Opened<Report>> {
  return openAs(sealed, { kind: "report", report: sealed.uid }, unlocked, REPORT);
}
