/** Seals a draft and sends it, so that sending the same draft twice makes one. */

import { b64u } from "../../sealing/bytes.ts";
import { sealRecord, toProject } from "../../sealing/record.ts";
import type {
  ListedWarning,
  SealedDraft,
  SealedForProject,
} from "../../session/generated-calls.ts";
import { post } from "../calls.ts";
import { retiredFor } from "../case/outbox.ts";
import { type Draft, writeDraft } from "./draft.ts";

/** A project key as the server names it. */
interface Key {
  id: string;
  public_key: string;
}

/** The report that a warning comes from. */
interface From {
  uid: string;
  project_key: Key;
}

async function sealed(draft: Draft, report: string, uid: string, key: Key): Promise<SealedDraft> {
  const place = { kind: "warning", report, record: uid } as const;
  const { body, wraps } = await sealRecord(writeDraft(draft), place, [toProject(key)]);
  return { key: key.id, body: b64u(body), project_wrap: b64u(wraps[0]) };
}

/** Send something sealed to the project's key, or to its new key if the server says it changed. */
async function sendSealed(key: Key, send: (key: Key) => Promise<unknown>): Promise<void> {
  try {
    await send(key);
  } catch (error) {
    const newer = retiredFor(error);
    if (!newer) throw error;
    await send(newer);
  }
}

export class DraftOutbox {
  /**
   * What was sealed, and from which draft: the page sends the same until the server confirms it.
   */
  #waiting: { of: string; fields: SealedForProject } | null = null;

  /** Send a new draft, for the server to keep. @throws CallError */
  async send(draft: Draft, { uid: report, project_key }: From): Promise<void> {
    const of = JSON.stringify(draft);
    await sendSealed(project_key, async (key) => {
      if (this.#waiting?.of !== of || this.#waiting.fields.key !== key.id) {
        const uid = crypto.randomUUID();
        this.#waiting = { of, fields: { uid, ...(await sealed(draft, report, uid, key)) } };
      }
      await post(`reports/${report}/warnings`, this.#waiting.fields);
    });
    this.#waiting = null;
  }
}

/** Replace a draft that nobody has approved yet. @throws CallError */
export async function replaceDraft(warning: ListedWarning, draft: Draft, key: Key): Promise<void> {
  await sendSealed(key, async (to) =>
    post(`warnings/${warning.uid}/draft`, await sealed(draft, warning.report.uid, warning.uid, to)),
  );
}
