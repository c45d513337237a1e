/** Photos of a report: fetched, opened and shown only when somebody asks for them. */

import { ATTACHMENT } from "../../report/opened.ts";
import type { Bytes } from "../../sealing/bytes.ts";
import { openChunks } from "../../sealing/chunks.ts";
import { attempt } from "../../session/attempt.ts";
import { Fault } from "../../session/faults.ts";
import type { ReportDetail, SealedFile } from "../../session/generated-calls.ts";
import { fill, h } from "../../ui/dom.ts";
import { t } from "../../ui/messages.ts";
import { bytes } from "../calls.ts";
import { called, contentKeyOf, openAs } from "../records.ts";
import type { Unlocked } from "../vault.ts";

export class PhotoList {
  readonly #list: HTMLElement;
  /** Addresses of the photos shown, by the photo's identifier; valid until the page is locked. */
  readonly #addresses = new Map<string, string>();

  constructor(list: HTMLElement) {
    this.#list = list;
  }

  show(detail: ReportDetail, unlocked: Unlocked): void {
    const panel = this.#list.closest("section");
    if (panel) panel.hidden = detail.attachments.length === 0;
    const items = detail.attachments.map((file, index) =>
      this.#item(file, index + 1, detail, unlocked),
    );
    fill(this.#list, ...items);
  }

  clear(): void {
    fill(this.#list);
    for (const address of this.#addresses.values()) URL.revokeObjectURL(address);
    this.#addresses.clear();
  }

  #item(file: SealedFile, nth: number, detail: ReportDetail, unlocked: Unlocked): HTMLElement {
    const item = h("li", { class: "photo" });
    const failed = h("p", { class: "error", role: "alert", "data-slot": "failed", hidden: true });
    const name = t("Photo {number}", { number: nth });
    const kept = this.#addresses.get(file.uid);
    if (kept) {
      fill(item, ...picture(kept, name, called(detail), nth));
    } else if (!file.complete) {
      fill(item, h("p", { class: "quiet" }, t("{name} is still on its way.", { name })));
    } else {
      const open = async () => {
        const address = await openPhoto(file, detail, unlocked);
        // Meanwhile the page was locked.
        if (!item.isConnected) return URL.revokeObjectURL(address);
        this.#addresses.set(file.uid, address);
        fill(item, ...picture(address, name, called(detail), nth));
      };
      const button = h(
        "button",
        { type: "button", class: "button second small", onclick: () => void attempt(item, open) },
        t("Show {name}", { name: name.toLocaleLowerCase() }),
      );
      fill(item, failed, button);
    }
    return item;
  }
}

/**
 * The address of a photo's bytes, opened in this browser.
 *
 * @throws Fault, SealingError, CallError
 */
async function openPhoto(
  file: SealedFile,
  detail: ReportDetail,
  unlocked: Unlocked,
): Promise<string> {
  const place = { kind: "attachment", report: detail.uid } as const;
  const { value } = await openAs(file, place, unlocked, ATTACHMENT);
  if (!value) throw new Fault("", t("This photo cannot be opened or read."));
  const { type, size } = value;
  const contentKey = await contentKeyOf(file, detail.uid, unlocked);
  const chunks: Bytes[] = [];
  for (let index = 0; index < file.chunks; index += 1) {
    chunks.push(await bytes(`reports/${detail.uid}/attachments/${file.uid}/${index}`));
  }
  const opened = await openChunks(chunks, {
    report: detail.uid,
    record: file.uid,
    contentKey,
    size,
  });
  return URL.createObjectURL(new Blob([opened], { type: type || "image/jpeg" }));
}

function picture(address: string, name: string, report: string, nth: number): HTMLElement[] {
  const download = `report-${report}-photo-${nth}.jpg`;
  return [
    h("img", { src: address, alt: name }),
    h(
      "a",
      { class: "button second small", href: address, download },
      t("Save {name}", { name: name.toLocaleLowerCase() }),
    ),
  ];
}
