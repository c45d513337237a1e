/** Choosing photos: the page redraws and shows each at once, and the person can remove it again. */

import { MOST_PHOTOS } from "../report/generated.ts";
import { fill, h } from "../ui/dom.ts";
import { showError } from "../ui/faults.ts";
import { t } from "../ui/messages.ts";
import { byId, need, painted } from "../ui/parts.ts";
import { PhotoRefused, redrawn } from "./photos.ts";

interface Chosen {
  jpeg: Blob;
  address: string;
}

export class Picker {
  private chosen: Chosen[] = [];
  private readonly most: () => number;
  private readonly changed: () => void;

  /** Starts the page's picker; `most` gives how many more photos the person may choose. */
  constructor(changed: () => void, most: () => number = () => MOST_PHOTOS) {
    this.most = most;
    this.changed = changed;
    const field = need("#photos", HTMLInputElement);
    field.addEventListener("change", () => {
      const files = [...(field.files ?? [])];
      // Empty the field, so that the person can choose a file again after removing it.
      field.value = "";
      void this.take(files);
    });
  }

  get photos(): Blob[] {
    return this.chosen.map(({ jpeg }) => jpeg);
  }

  /** Remove all photos. */
  clear(): void {
    for (const { address } of this.chosen) URL.revokeObjectURL(address);
    this.chosen = [];
    this.show();
  }

  private async take(files: File[]): Promise<void> {
    const problems: string[] = [];
    for (const [index, file] of files.entries()) {
      if (this.chosen.length >= this.most()) {
        problems.push(t("There can be 5 photos. The rest were not added."));
        break;
      }
      const number = index + 1;
      fill(
        byId("photos-busy"),
        t("Preparing photo {number} of {count}…", {
          number,
          count: files.length,
        }),
      );
      await painted();
      try {
        this.add(await redrawn(file));
      } catch (error) {
        if (!(error instanceof PhotoRefused)) throw error;
        problems.push(`${file.name}: ${error.message}`);
      }
    }
    fill(byId("photos-busy"), "");
    sayProblems(problems);
  }

  private add(jpeg: Blob): void {
    this.chosen.push({ jpeg, address: URL.createObjectURL(jpeg) });
    this.show();
  }

  private remove(gone: Chosen): void {
    URL.revokeObjectURL(gone.address);
    this.chosen = this.chosen.filter((each) => each !== gone);
    this.show();
    // Messages such as “no more photos” no longer apply.
    sayProblems([]);
    need("#photos", HTMLInputElement).focus();
  }

  private show(): void {
    byId("photo-list").replaceChildren(
      ...this.chosen.map((each, index) => this.line(each, index + 1)),
    );
    this.changed();
  }

  private line(photo: Chosen, number: number): HTMLLIElement {
    const alt = t("Photo {number}", { number });
    const attributes = {
      type: "button",
      class: "button plain small",
      onclick: () => this.remove(photo),
    };
    const remove = h("button", attributes, t("Remove"), h("span", { class: "sr" }, ` ${alt}`));
    return h("li", {}, h("img", { src: photo.address, alt }), remove);
  }
}

function sayProblems(problems: string[]): void {
  showError(byId("photos-error"), problems.join(" "));
}

/** Say something at the picker, such as that the person must choose photos again. */
export function sayAtPicker(text: string): void {
  sayProblems([text]);
}
