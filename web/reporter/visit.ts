/** A report opened again: its keys are only in this object, so that a reload forgets them. */

import { get, post } from "../report/calls.ts";
import type { Owner } from "../report/delivery.ts";
import {
  ATTACHMENT,
  REPORT,
  REPORTER_MESSAGE,
  type Report,
  TEAM_MESSAGE,
} from "../report/opened.ts";
import { type Reading, read, type Shape } from "../report/reading.ts";
import { committedName } from "../report/team.ts";
import { drawUid } from "../report/uid.ts";
import { CallError, call, callForBytes } from "../session/fetch.ts";
import type {
  ConsentChange,
  LedgerLine,
  MessageForReporter,
  MessagesForReporter,
  OpenedReport,
  ProjectKey,
  RecordKind,
  SealedForBoth,
} from "../session/generated-calls.ts";
import { inTurns } from "../ui/in-turns.ts";
import { loadModule } from "../ui/load.ts";

type Bytes = Uint8Array<ArrayBuffer>;
const MINE = { kind: "reporter" } as const;

type SealedRecord = Pick<MessageForReporter, "uid" | "body" | "reporter_wrap">;

export interface Message {
  mine: boolean;
  by: string;
  day: string;
  /** Null if it does not open or cannot be read. */
  text: string | null;
  /** Whether it was longer than what is shown. */
  cut: boolean;
}

export interface StoredPhoto {
  uid: string;
  complete: boolean;
  sealed: SealedRecord;
}

/** Who deleted a report: its writer or its project. */
export type Ending = "erased" | "removed";

/** What the server answers to words that once opened a report, after its deletion. */
const ENDINGS: ReadonlyMap<string, Ending> = new Map([
  ["no-such-receipt", "erased"],
  ["report-deleted", "erased"],
  ["deleted-by-project", "removed"],
]);

/** How the report has ended, if a call failed because it is gone. */
export function endingOf(error: unknown): Ending | undefined {
  return error instanceof CallError ? ENDINGS.get(error.code) : undefined;
}

interface SealedMessage {
  text: string;
  fields: SealedForBoth;
}

export class Visit {
  readonly answer: OpenedReport;
  /** Null if it cannot be read. */
  readonly report: Reading<Report> | null;
  /** The newest messages. */
  readonly messages: Message[];
  private page: MessagesForReporter;
  /** The oldest message fetched so far. */
  private oldest: string | undefined;
  private readonly keys: CryptoKeyPair;
  private readonly publicKey: Bytes;
  private readonly secret: string;
  /**
   * The message tried last: it may have arrived, so the page sends the same text as the same
   * message.
   */
  private tried: SealedMessage | undefined;

  private constructor(
    answer: OpenedReport,
    opened: { report: Reading<Report> | null; messages: Message[] },
    keys: { pair: CryptoKeyPair; publicKey: Bytes; secret: string },
  ) {
    this.answer = answer;
    this.report = opened.report;
    this.messages = opened.messages;
    this.page = answer;
    this.oldest = answer.messages[0]?.uid;
    this.keys = keys.pair;
    this.publicKey = keys.publicKey;
    this.secret = keys.secret;
  }

  /** Find and open the report of a receipt. @throws CallError, also if there is no report for it */
  static async begin(words: readonly string[]): Promise<Visit> {
    const { b64u, deriveReceipt, keyPairOf } = await loadModule("sealing");
    const { lookupSecret, privateKey, publicKey } = await deriveReceipt(words);
    const secret = b64u(lookupSecret);
    const answer = await get("/return/open", { receipt: secret });
    const pair = await keyPairOf(privateKey);
    const { report } = answer;
    const place = { kind: "report", report: report.uid } as const;
    const first = {
      report: await opened(report, place, pair, REPORT),
      messages: await messagesOf(answer, answer, pair),
    };
    return new Visit(answer, first, { pair, publicKey, secret });
  }

  /** Whether there are older messages than those fetched so far. */
  get hasOlder(): boolean {
    return this.page.more;
  }

  /** Fetch and open the messages before those fetched so far. @throws CallError */
  async older(): Promise<Message[]> {
    const before = this.oldest ? `?before=${this.oldest}` : "";
    const page = await get("/return/messages", { receipt: this.secret }, before);
    const messages = await messagesOf(page, this.answer, this.keys);
    this.page = page;
    this.oldest = page.messages[0]?.uid ?? this.oldest;
    return messages;
  }

  /** What sending photos needs. */
  get owner(): Owner {
    const { report, project } = this.answer;
    return {
      report: report.uid,
      secret: this.secret,
      publicKey: this.publicKey,
      key: project.key,
    };
  }

  /** The photos that the server has now. @throws CallError */
  async photos(): Promise<StoredPhoto[]> {
    const { attachments } = await get("/return/attachments", { receipt: this.secret });
    return attachments.map((sealed) => ({ uid: sealed.uid, complete: sealed.complete, sealed }));
  }

  /** Remove a photo that arrived only in part. @throws CallError */
  async removePhoto({ uid }: StoredPhoto): Promise<void> {
    const path = `/return/attachments/${uid}`;
    try {
      await call("DELETE", path, undefined, { receipt: this.secret });
    } catch (error) {
      // An earlier call deleted it and its answer was lost, or the server cleaned it up.
      if (!(error instanceof CallError && error.code === "no-such-attachment")) throw error;
    }
  }

  /**
   * Send a message; the same text sent again after a failure arrives only once. @throws CallError
   */
  async send(text: string): Promise<Message> {
    if (this.tried?.text !== text) this.tried = await this.seal(text, drawUid(), this.owner.key);
    try {
      return await this.post(this.tried);
    } catch (error) {
      if (!(error instanceof CallError && error.code === "key-retired")) throw error;
      const key = error.answer.key as ProjectKey;
      this.tried = await this.seal(text, this.tried.fields.uid, key);
      return this.post(this.tried);
    }
  }

  private async post(sealed: SealedMessage): Promise<Message> {
    const options = { receipt: this.secret, again: true };
    const { day } = await post("/return/messages", sealed.fields, options);
    this.tried = undefined;
    const { text } = sealed;
    return { mine: true, by: "", day, text, cut: false };
  }

  private async seal(text: string, uid: string, key: ProjectKey): Promise<SealedMessage> {
    const { b64u, sealRecord, toBoth, utf8 } = await loadModule("sealing");
    const { body, wraps } = await sealRecord(
      utf8(JSON.stringify({ v: 1, text })),
      { kind: "reporter-message", report: this.answer.report.uid, record: uid },
      toBoth(key, this.publicKey),
    );
    const fields = {
      uid,
      key: key.id,
      body: b64u(body),
      project_wrap: b64u(wraps[0]),
      reporter_wrap: b64u(wraps[1]),
    };
    return { text, fields };
  }

  /** Give or withdraw one consent, and fetch the ledger afterwards. @throws CallError */
  async consent(change: ConsentChange): Promise<readonly LedgerLine[]> {
    const options = { receipt: this.secret, again: true };
    const { ledger } = await post("/return/consents", change, options);
    return ledger;
  }

  /** Delete everything. @throws CallError */
  erase(): Promise<void> {
    return erase(this.secret);
  }

  /** Fetch and open a photo. @throws CallError, SealingError */
  async photo({ sealed, uid }: StoredPhoto): Promise<Blob> {
    const { fromB64u, openBody, openChunks, openWrap, SealingError } = await loadModule("sealing");
    const report = this.answer.report.uid;
    const place = { kind: "attachment", report, record: uid } as const;
    const contentKey = await openWrap(fromB64u(sealed.reporter_wrap), place, MINE, this.keys);
    const inside = read(await openBody(fromB64u(sealed.body), contentKey, place), ATTACHMENT);
    if (!inside) throw new SealingError("text", "This is no description of a photo.");
    const { size, chunks } = inside.value;
    const parts: Bytes[] = [];
    for (let index = 0; index < chunks; index++) {
      const path = `/return/attachments/${uid}/${index}`;
      parts.push(await callForBytes(path, { receipt: this.secret }));
    }
    const file = await openChunks(parts, { report, record: uid, contentKey, size });
    return new Blob([file], { type: "image/jpeg" });
  }
}

/** The content of a record; null if it cannot be read. @throws SealingError */
async function opened<T>(
  record: SealedRecord,
  { kind, report }: { kind: RecordKind; report: string },
  keys: CryptoKeyPair,
  shape: Shape<T>,
): Promise<Reading<T> | null> {
  const { fromB64u, openRecord } = await loadModule("sealing");
  const place = { kind, report, record: record.uid };
  const wrap = fromB64u(record.reporter_wrap);
  return read(await openRecord(fromB64u(record.body), wrap, place, MINE, keys), shape);
}

function messagesOf(
  page: MessagesForReporter,
  answer: OpenedReport,
  keys: CryptoKeyPair,
): Promise<Message[]> {
  return inTurns(page.messages, (each) => messageOf(each, answer, keys));
}

/** A message that does not open does not hide others. Its kind says who wrote it. */
async function messageOf(
  record: MessageForReporter,
  { report, project, team }: OpenedReport,
  keys: CryptoKeyPair,
): Promise<Message> {
  const { day, kind } = record;
  const place = { kind, report: report.uid };
  if (kind === "reporter-message") {
    const mine = await opened(record, place, keys, REPORTER_MESSAGE).catch(() => null);
    return { mine: true, by: "", day, text: mine?.value.text ?? null, cut: mine?.cut ?? false };
  }
  const theirs = await opened(record, place, keys, TEAM_MESSAGE).catch(() => null);
  const by = theirs && (await committedName(team, theirs.value.by));
  const { text = null } = theirs?.value ?? {};
  return { mine: false, by: by ?? project.name, day, text, cut: theirs?.cut ?? false };
}

/** Delete what is left of a report that its project has deleted. @throws CallError */
export async function eraseRest(words: readonly string[]): Promise<void> {
  const { b64u, deriveReceipt } = await loadModule("sealing");
  const { lookupSecret } = await deriveReceipt(words);
  await erase(b64u(lookupSecret));
}

async function erase(receipt: string): Promise<void> {
  try {
    await post("/return/delete", {}, { receipt, again: true });
  } catch (error) {
    // An earlier call deleted it and its answer was lost, or it was deleted elsewhere.
    if (endingOf(error) !== "erased") throw error;
  }
}
