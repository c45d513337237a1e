/** The photos of an opened report: each is fetched and opened only when asked for. */

import { h } from "../page/dom.ts";
import { t } from "../page/messages.ts";
import { byId, need } from "./parts.ts";
import { MOST_PHOTOS } from "./photos.ts";
import { Picker } from "./picker.ts";
import { messageOf } from "./trouble.ts";
import { sendPhotos } from "./uploading.ts";
import type { StoredPhoto, Visit } from "./visit.ts";

export class Gallery {
  private readonly visit: Visit;
  private readonly picker: Picker;
  private stored: StoredPhoto[];

  constructor(visit: Visit) {
    this.visit = visit;
    this.stored = visit.answer.attachments.map((sealed) => ({
      uid: sealed.uid,
      complete: sealed.complete,
      sealed,
    }));
    this.picker = new Picker(
      () => this.offerSending(),
      () => MOST_PHOTOS - this.stored.length,
    );
    need("#photo-form", HTMLFormElement).addEventListener("submit", () => void this.send());
    this.show();
  }

  private offerSending(): void {
    byId("send-photos").hidden = this.picker.photos.length === 0;
  }

  private async send(): Promise<void> {
    byId("send-photos").hidden = true;
    await sendPhotos(this.picker.photos, async () => this.visit.owner);
    this.picker.clear();
    try {
      this.stored = await this.visit.photos();
      this.show();
    } catch (error) {
      byId("stored-photos-status").textContent = messageOf(error);
    }
  }

  private show(): void {
    byId("no-photos").hidden = this.stored.length > 0;
    byId("stored-photos").replaceChildren(
      ...this.stored.map((photo, index) => this.line(photo, index + 1)),
    );
  }

  private line(photo: StoredPhoto, number: number): HTMLLIElement {
    const name = t("Photo {number}", { number });
    if (!photo.complete) {
      return h("li", { class: "quiet" }, t("{photo}: not all of it arrived", { photo: name }));
    }
    const line = h("li");
    const onclick = (): void => void this.open(photo, name, line);
    const attributes = { type: "button", class: "button second small", onclick };
    line.append(h("button", attributes, t("Show {photo}", { photo: name })));
    return line;
  }

  private async open(photo: StoredPhoto, alt: string, line: HTMLElement): Promise<void> {
    const status = byId("stored-photos-status");
    status.textContent = t("Opening {photo}…", { photo: alt });
    try {
      const picture = h("img", { src: URL.createObjectURL(await this.visit.photo(photo)), alt });
      line.replaceChildren(picture);
      status.textContent = "";
    } catch (error) {
      status.textContent = messageOf(error);
    }
  }
}
