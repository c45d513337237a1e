/**
 * Sealed records as the server gives them to the desk, and opening them with the project's keys.
 */

import { REPORT, type Report } from "../report/opened.ts";
import { type Reading, read, type Shape } from "../report/reading.ts";
import type { Person } from "../report/team.ts";
import { type Bytes, fromB64u } from "../sealing/bytes.ts";
import { WillNotOpen } from "../sealing/errors.ts";
import type { RecordKind } from "../sealing/generated.ts";
import { openRecord as openSealed, openWrap } from "../sealing/record.ts";
import type { SealedBy, Status } from "./generated.ts";
import type { Unlocked } from "./vault.ts";

/** What every sealed record has. `key` names the project key that it was sealed to. */
export interface Sealed {
  uid: string;
  key: string;
  body: string;
  project_wrap: string;
}

export interface SealedMessage extends Sealed {
  kind: RecordKind;
  day: string;
}

export interface SealedFile extends SealedMessage {
  chunks: number;
  complete: boolean;
}

/**
 * How a report was set aside: who asked to delete it and when, and when the site deletes it without
 * anybody asking.
 */
export interface Aside {
  asked_by: string | null;
  asked_on: string | null;
  due_on: string | null;
}

/** A report's names: `number` is the project's own, and is missing until it opens the report. */
export interface Names {
  uid: string;
  reference: string;
  number: number | null;
}

/** What the desk calls a report: its number there, or its reference until it has a number. */
export function called({ number, reference }: Names): string {
  return number === null ? reference : `${number}`;
}

/** A line of the inbox. */
export interface Summary extends Sealed, Names {
  received_on: string;
  opened_on: string | null;
  sealed_by: SealedBy;
  status: Status;
  assigned_to: string | null;
  photos: number;
  /** Whether the writer sent a message after the report. */
  wrote_again: boolean;
  /** Null for a report in the inbox's list. */
  aside: Aside | null;
}

/** A message or a note, with the report it belongs to. */
export interface ReportMessage extends SealedMessage {
  report: string;
}

export interface LedgerLine {
  scope: string;
  given: boolean;
  wording: string;
  day: string;
}

/** A page of messages and notes; `more` says whether some are older than its `oldest`. */
export interface MessagePage {
  messages: SealedMessage[];
  notes: SealedMessage[];
  oldest: string | null;
  more: boolean;
}

/** A report in full, with its newest messages and notes. */
export interface ReportDetail extends Summary, MessagePage {
  /** Whether the reader may agree to a colleague's request to delete it for good. */
  may_agree: boolean;
  attachments: SealedFile[];
  consents: Record<string, boolean>;
  ledger: LedgerLine[];
  reporter_public_key: string;
  project_key: { id: string; public_key: string };
  /** The people who are or were in the project. */
  team: Person[];
}

function keyFor(sealed: Sealed, unlocked: Unlocked): CryptoKeyPair {
  const privateKey = unlocked.projectKeys.get(sealed.key);
  if (!privateKey) throw new WillNotOpen();
  return privateKey;
}

function ours({ key }: Sealed): { kind: "project"; key: string } {
  return { kind: "project", key };
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
    ours(sealed),
    keyFor(sealed, unlocked),
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
  return openWrap(wrap, place, ours(sealed), keyFor(sealed, unlocked));
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
