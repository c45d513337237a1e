/**
 * Sends photos: sealed, chunk by chunk. After a broken connection it continues where it stopped.
 */

import { post } from "../report/calls.ts";
import type { Owner } from "../report/delivery.ts";
import { drawUid } from "../report/uid.ts";
import { CallError, call, type Work } from "../session/fetch.ts";
import type { ProjectKey, SealedAttachment } from "../session/generated-calls.ts";
import { loadModule } from "../ui/load.ts";

type Bytes = Uint8Array<ArrayBuffer>;

interface Sealed {
  fields: SealedAttachment;
  contentKey: Bytes;
}

/** A photo to send; call `send` again after it has failed. */
export class Upload {
  private sealed: Sealed | undefined;
  private readonly file: Promise<Bytes>;
  private readonly number: number;
  private readonly work: Work = {};

  constructor(jpeg: Blob, number: number) {
    this.file = jpeg.arrayBuffer().then((buffer) => new Uint8Array(buffer));
    this.number = number;
  }

  /**
   * Send what is not there yet. `progress` is called with the part done, from 0 to 1; `solving`
   * with how far a puzzle is, which `stop` ends. @throws CallError
   */
  async send(
    owner: Owner,
    progress: (part: number) => void,
    solving: (part: number) => void,
    stop: AbortSignal,
  ): Promise<string> {
    const { sealChunk } = await loadModule("sealing");
    const file = await this.file;
    this.work.solving = solving;
    this.work.signal = stop;
    const have = new Set(await this.start(owner));
    if (!this.sealed) throw new Error("An upload that has started is sealed.");
    const { fields, contentKey } = this.sealed;
    for (let index = 0; index < fields.chunks; index++) {
      if (!have.has(index)) {
        const place = { report: owner.report, record: fields.uid, contentKey };
        const chunk = await sealChunk(file, index, place);
        const path = `/return/attachments/${fields.uid}/${index}`;
        await call("PUT", path, chunk, { receipt: owner.secret });
      }
      progress((index + 1) / fields.chunks);
    }
    return fields.uid;
  }

  /** Begin, or learn which chunks are there already. */
  private async start(owner: Owner): Promise<readonly number[]> {
    this.sealed ??= await this.seal(owner, owner.key);
    try {
      return await begin(this.sealed, owner, this.work);
    } catch (error) {
      if (!(error instanceof CallError && error.code === "key-retired")) throw error;
      this.sealed = await this.seal(owner, error.answer.key as ProjectKey);
      return begin(this.sealed, owner, this.work);
    }
  }

  private async seal(owner: Owner, key: ProjectKey): Promise<Sealed> {
    const { b64u, chunkCount, sealRecord, toBoth, utf8 } = await loadModule("sealing");
    const size = (await this.file).length;
    const chunks = chunkCount(size);
    const uid = drawUid();
    const name = `Photo ${this.number}`;
    const inside = { v: 1, type: "image/jpeg", size, chunks, name };
    const { body, wraps, contentKey } = await sealRecord(
      utf8(JSON.stringify(inside)),
      { kind: "attachment", report: owner.report, record: uid },
      toBoth(key, owner.publicKey),
    );
    const fields = {
      uid,
      key: key.id,
      chunks,
      body: b64u(body),
      project_wrap: b64u(wraps[0]),
      reporter_wrap: b64u(wraps[1]),
    };
    return { fields, contentKey };
  }
}

async function begin(sealed: Sealed, owner: Owner, work: Work): Promise<readonly number[]> {
  const options = { receipt: owner.secret, again: true, work };
  const { have } = await post("/return/attachments", sealed.fields, options);
  return have;
}
