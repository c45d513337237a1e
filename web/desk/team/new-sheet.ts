/**
 * A new recovery sheet: draws it, shows it, prints it, and checks that it is on paper
 * (parts/new_sheet.html).
 */

import { b64u } from "../../sealing/bytes.ts";
import {
  deriveRecovery,
  drawSheet,
  type RecoveryKeys,
  secretHash,
  sheetWords,
} from "../../sealing/recovery.ts";
import { findWord } from "../../sealing/words.ts";
import { clearFaults, onSubmit } from "../../session/attempt.ts";
import { Fault } from "../../session/faults.ts";
import type { Sheet } from "../../session/generated-calls.ts";
import { showStep } from "../../session/parts.ts";
import { fill, h } from "../../ui/dom.ts";
import { t } from "../../ui/messages.ts";
import { locale, need } from "../../ui/parts.ts";

/** How many words of the sheet the person must type back. */
const ASKED = 3;

const sheet = () => need("#sheet-words", HTMLElement);

/** What happens with a sheet once it is on paper. */
export interface Use {
  /** The text of the button that uses the sheet. */
  button: string;
  /** The message to show meanwhile. */
  saying: string;
  /** @throws if it fails; the sheet then stays. */
  work: (recovery: RecoveryKeys) => Promise<void>;
}

export class NewSheet {
  #entropy = drawSheet();
  #asked: number[] = [];
  #use: Use | null = null;

  constructor() {
    need("#print-sheet", HTMLButtonElement).onclick = () => print();
    need("#to-check", HTMLButtonElement).onclick = () => this.#askWords();
    need("#back-to-sheet", HTMLButtonElement).onclick = () => this.#show();
    onSubmit(
      need("#check-form", HTMLFormElement),
      () => this.#finish(),
      () => this.#use?.saying ?? "",
    );
  }

  /** Show the sheet, for a use. It stays the same until then, because it may already be printed. */
  begin(use: Use): void {
    this.#use = use;
    fill(need("#finish-sheet", HTMLElement), use.button);
    this.#show();
  }

  /** Remove the words from the screen when the desk is locked. */
  close(): void {
    fill(sheet());
  }

  /** Show the words again if they were on the screen when the desk was locked. */
  open(): void {
    if (!need('[data-step="sheet"]', HTMLElement).hidden) this.#show();
  }

  /** Cancel the sheet, and draw another one the next time. */
  forget(): void {
    this.#use = null;
    this.#entropy.fill(0);
    this.#entropy = drawSheet();
    fill(sheet());
    fill(need("#asked", HTMLElement));
  }

  #show(): void {
    fill(sheet(), ...sheetWords(this.#entropy).map((word) => h("li", {}, h("span", {}, word))));
    const today = new Date().toLocaleDateString(locale(), { dateStyle: "long" });
    fill(need("#made-on", HTMLElement), today);
    showStep("sheet");
  }

  #askWords(): void {
    fill(sheet());
    clearFaults(need("#check-form", HTMLElement));
    this.#asked = drawPlaces(sheetWords(this.#entropy).length);
    fill(need("#asked", HTMLElement), ...this.#asked.map(wordField));
    showStep("check");
  }

  #checkWords(): void {
    const right = sheetWords(this.#entropy);
    for (const place of this.#asked) {
      const id = `word-${place + 1}`;
      const typed = need(`#${id}`, HTMLInputElement).value.trim().toLowerCase();
      if (findWord(typed) !== right[place]) {
        throw new Fault(id, t("This is not word {number} of the sheet.", { number: place + 1 }));
      }
    }
  }

  async #finish(): Promise<void> {
    this.#checkWords();
    const recovery = await deriveRecovery(this.#entropy);
    recovery.privateKey.fill(0);
    await this.#use?.work(recovery);
    this.forget();
  }
}

/** Says that nothing was done, because the desk was locked meanwhile. */
export function lockedMeanwhile(): Fault {
  return new Fault("", t("The desk was locked meanwhile. Nothing was changed. Try again."));
}

/** What the server stores of a sheet. */
export async function recoveryFields(recovery: RecoveryKeys): Promise<Sheet> {
  return {
    public_key: b64u(recovery.publicKey),
    secret_hash: b64u(await secretHash(recovery.secret)),
  };
}

/** Different places on the sheet, in order, drawn again each time. */
function drawPlaces(all: number): number[] {
  const places = new Set<number>();
  while (places.size < ASKED) {
    places.add((crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % all);
  }
  return [...places].sort((one, other) => one - other);
}

function wordField(place: number): HTMLElement {
  const id = `word-${place + 1}`;
  const input = h("input", {
    class: "input short",
    id,
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
    maxlength: 20,
  });
  const label = h("label", { for: id }, t("Word {number}", { number: place + 1 }));
  return h("div", { class: "field" }, label, input);
}
