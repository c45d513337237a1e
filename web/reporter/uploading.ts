/**
 * Shows how photos are sent: tries again, leaves out what cannot be sent, and says which those are.
 */

import type { Owner } from "../report/delivery.ts";
import { messageOf, wasRefused, workProgress } from "../session/trouble.ts";
import { fill, h } from "../ui/dom.ts";
import { t, tn } from "../ui/messages.ts";
import { button, byId, need, slot } from "../ui/parts.ts";
import { warnBeforeLoss } from "../ui/unsaved.ts";
import { Upload } from "./uploads.ts";

/**
 * Send every photo, and try as often as needed. Say which photos the server refused or the person
 * left out. Resolves with their number.
 */
export async function sendPhotos(photos: Blob[], owner: () => Promise<Owner>): Promise<number> {
  const settled = warnBeforeLoss(() => true);
  try {
    return await new Sending(photos, owner).go();
  } finally {
    settled();
  }
}

class Sending {
  private readonly uploads: Upload[];
  private readonly owner: () => Promise<Owner>;
  private readonly leftOut: string[] = [];
  private there = 0;

  constructor(photos: Blob[], owner: () => Promise<Owner>) {
    this.uploads = photos.map((photo, index) => new Upload(photo, index + 1));
    this.owner = owner;
  }

  async go(): Promise<number> {
    byId("upload").hidden = false;
    this.showFailure("");
    for (const [index, upload] of this.uploads.entries()) {
      if (!(await this.sent(upload, index))) break;
    }
    fill(
      byId("upload-place"),
      tn("{count} photo is sent.", "{count} photos are sent.", this.there),
    );
    this.showFailure(this.leftOut.length > 0 ? t("You can add photos in your report later.") : "");
    return this.leftOut.length;
  }

  /** Send one until it arrives or is refused; false if the person does not want to try again. */
  private async sent(upload: Upload, index: number): Promise<boolean> {
    for (;;) {
      try {
        await this.attempt(upload, index);
        this.there += 1;
        return true;
      } catch (error) {
        const message = messageOf(error);
        if (wasRefused(error)) {
          this.leaveOut(index, message);
          return true;
        }
        fill(byId("upload-place"), t("Sending the photos has stopped."));
        this.showFailure(message, true);
        if (!(await anotherTry())) {
          this.leaveOutFrom(index);
          return false;
        }
        this.showFailure("");
      }
    }
  }

  private async attempt(upload: Upload, index: number): Promise<void> {
    const count = this.uploads.length;
    const say = (text: string): void => fill(byId("upload-place"), text);
    const sending = t("Sending photo {number} of {count}. Keep this page open.", {
      number: index + 1,
      count,
    });
    say(sending);
    const bar = need("#upload-bar", HTMLProgressElement);
    const work = workProgress(say);
    const stop = new AbortController();
    button("upload-work-stop").onclick = () => stop.abort();
    let worked = false;
    const solving = (part: number): void => {
      worked = true;
      offerToStop(part < 1);
      work(part);
    };
    const progress = (part: number): void => {
      if (worked) say(sending);
      worked = false;
      bar.value = (index + part) / count;
    };
    try {
      await upload.send(await this.owner(), progress, solving, stop.signal);
    } finally {
      offerToStop(false);
    }
  }

  private leaveOut(index: number, why: string): void {
    const number = index + 1;
    this.leftOut.push(t("Photo {number} is not sent. {why}", { number, why }));
    this.showFailure("");
  }

  private leaveOutFrom(first: number): void {
    for (let index = first; index < this.uploads.length; index++) {
      this.leaveOut(index, t("You stopped it."));
    }
  }

  /** Show what was left out so far, and what is wrong now, if anything. */
  private showFailure(message: string, stopped = false): void {
    const failure = byId("upload-failed");
    const lines = this.leftOut.map((line) => h("li", {}, line));
    slot(failure, "left-out").replaceChildren(...lines);
    fill(slot(failure, "message"), message);
    const choice = byId("upload-choice");
    // The pressed button disappears: move the focus to the status of the photos.
    if (!stopped && choice.contains(document.activeElement)) byId("upload-place").focus();
    choice.hidden = !stopped;
    failure.hidden = !message && lines.length === 0;
  }
}

/** Show or hide the offer to stop the puzzle that the page is solving. */
function offerToStop(offered: boolean): void {
  const line = byId("upload-work");
  if (!offered && line.contains(document.activeElement)) byId("upload-place").focus();
  line.hidden = !offered;
}

/** Resolves with whether to try again; a connection that comes back means yes. */
function anotherTry(): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = new AbortController();
    const answer = (again: boolean) => () => {
      asked.abort();
      resolve(again);
    };
    const { signal } = asked;
    button("upload-again").addEventListener("click", answer(true), { signal });
    button("upload-stop").addEventListener("click", answer(false), { signal });
    window.addEventListener("online", answer(true), { signal });
  });
}
