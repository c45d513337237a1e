/** The photos of an opened report: fetched and opened only when the writer asks for them. */

import { MOST_PHOTOS } from "../report/generated.ts";
import { fill, h } from "../ui/dom.ts";
import { t } from "../ui/messages.ts";
import { byId, need } from "../ui/parts.ts";
import { Picker } from "./picker.ts";
import { sendPhotos } from "./uploading.ts";
import type { StoredPhoto, Visit } from "./visit.ts";

type Failed = (error: unknown, show: (message: string) => void) => void;

export class Gallery {
  private readonly visit: Visit;
  private readonly failed: Failed;
  private readonly picker: Picker;
  private stored: StoredPhoto[];
  private leftOut = 0;

  /** Show the photos of `visit`; `failed` gets what fails, and a way to show it here. */
  constructor(visit: Visit, failed: Failed) {
    this.visit = visit;
    this.failed = failed;
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

  /** Whether the writer chose photos that have not arrived yet. */
  get hasUnsent(): boolean {
    return this.leftOut > 0 || this.picker.photos.length > 0;
  }

  private offerSending(): void {
    byId("send-photos").hidden = this.picker.photos.length === 0;
  }

  private async send(): Promise<void> {
    byId("send-photos").hidden = true;
    this.leftOut = await sendPhotos(this.picker.photos, async () => this.visit.owner);
    this.picker.clear();
    try {
      this.stored = await this.visit.photos();
      this.show();
    } catch (error) {
      this.failed(error, (message) => fill(byId("stored-photos-status"), message));
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
    if (!photo.complete) return this.halfLine(photo, name);
    const line = h("li");
    const onclick = (): void => void this.open(photo, name, line);
    const attributes = { type: "button", class: "button second small", onclick };
    line.append(h("button", attributes, t("Show {photo}", { photo: name })));
    return line;
  }

  /**
   * The page cannot send the missing part later, because it no longer has the photo. The part that
   * arrived only takes up space.
   */
  private halfLine(photo: StoredPhoto, name: string): HTMLLIElement {
    const message = t("{photo}: not all of it arrived. Remove it, then add it again.", {
      photo: name,
    });
    const onclick = (): void => void this.remove(photo);
    const attributes = { type: "button", class: "button second small", onclick };
    const remove = h("button", attributes, t("Remove {photo}", { photo: name }));
    return h("li", {}, h("p", { class: "quiet" }, message), remove);
  }

  private async remove(photo: StoredPhoto): Promise<void> {
    const status = byId("stored-photos-status");
    try {
      await this.visit.removePhoto(photo);
      this.stored = await this.visit.photos();
      this.show();
      fill(status, t("The photo is removed."));
      need("#photos", HTMLInputElement).focus();
    } catch (error) {
      this.failed(error, (message) => fill(status, message));
    }
  }

  private async open(photo: StoredPhoto, alt: string, line: HTMLElement): Promise<void> {
    const status = byId("stored-photos-status");
    fill(status, t("Opening {photo}…", { photo: alt }));
    try {
      const picture = h("img", { src: URL.createObjectURL(await this.visit.photo(photo)), alt });
      line.replaceChildren(picture);
      fill(status, "");
    } catch (error) {
      this.failed(error, (message) => fill(status, message));
    }
  }
}
