/** Sealing what the project writes, so that sending the same words twice makes one record. */

import type { TeamMessage } from "../../report/opened.ts";
import { b64u, fromB64u } from "../../sealing/bytes.ts";
import { type ProjectKey, sealRecord, toBoth, toProject } from "../../sealing/record.ts";
import { CallError } from "../../session/fetch.ts";
import type { SealedForBoth, SealedForProject } from "../../session/generated-calls.ts";
import { post } from "../calls.ts";
import { writeMessage } from "./content.ts";

/** The report to write to, and the key to seal to now. */
export interface Addressee {
  uid: string;
  reporterPublicKey: string;
  key: ProjectKey;
}

type Kept = "messages" | "notes";

/** Text that is sealed but not yet confirmed: trying again sends the same bytes. */
interface Waiting {
  text: string;
  sealed: SealedForProject | SealedForBoth;
}

/** The sealed fields of a record, without those that name it. */
type SealedFields<Sent> = Omit<Sent, "uid" | "key">;

/** One place to write in: answers, or notes. */
export class Outbox {
  readonly #kept: Kept;
  #waiting: Waiting | null = null;

  constructor(kept: Kept) {
    this.#kept = kept;
  }

  /** Seal and send; if a key was retired meanwhile, seal to the new one. @throws CallError */
  async send(message: TeamMessage, to: Addressee): Promise<void> {
    if (this.#waiting?.text !== message.text) this.#waiting = await this.#seal(message, to);
    try {
      await this.#post(this.#waiting, to);
    } catch (error) {
      const key = retiredFor(error);
      if (!key) throw error;
      to.key = key;
      this.#waiting = await this.#seal(message, to);
      await this.#post(this.#waiting, to);
    }
    this.#waiting = null;
  }

  async #post({ sealed }: Waiting, to: Addressee): Promise<void> {
    if ("reporter_wrap" in sealed) await post(`reports/${to.uid}/messages`, sealed);
    else await post(`reports/${to.uid}/notes`, sealed);
  }

  async #seal(message: TeamMessage, to: Addressee): Promise<Waiting> {
    const uid = crypto.randomUUID();
    const seal = this.#kept === "notes" ? sealedNote : sealedAnswer;
    const fields = await seal(message, uid, to);
    return { text: message.text, sealed: { uid, key: to.key.id, ...fields } };
  }
}

async function sealedNote(
  message: TeamMessage,
  uid: string,
  to: Addressee,
): Promise<SealedFields<SealedForProject>> {
  const place = { kind: "note", report: to.uid, record: uid } as const;
  const note = await sealRecord(writeMessage(message), place, [toProject(to.key)]);
  return { body: b64u(note.body), project_wrap: b64u(note.wraps[0]) };
}

async function sealedAnswer(
  message: TeamMessage,
  uid: string,
  to: Addressee,
): Promise<SealedFields<SealedForBoth>> {
  const place = { kind: "project-message", report: to.uid, record: uid } as const;
  const reporter = fromB64u(to.reporterPublicKey);
  const recipients = toBoth(to.key, reporter);
  const answer = await sealRecord(writeMessage(message), place, recipients);
  return {
    body: b64u(answer.body),
    project_wrap: b64u(answer.wraps[0]),
    reporter_wrap: b64u(answer.wraps[1]),
  };
}

/** The key to seal to instead, if the server says that the one used was retired. */
export function retiredFor(error: unknown): { id: string; public_key: string } | null {
  if (!(error instanceof CallError) || error.code !== "key-retired") return null;
  return error.answer.key as { id: string; public_key: string };
}
