/** Setting a project up: its key, the printed recovery sheet, and proof that it can be read. */

import { fill, h } from "../page/dom.ts";
import { t } from "../page/messages.ts";
import { locale, need } from "../reporter/parts.ts";
import { type Bytes, b64u } from "../sealing/bytes.ts";
import { sealForRecovery, sealGrant } from "../sealing/grants.ts";
import { generatePrivateKey, publicKeyOf } from "../sealing/keys.ts";
import {
  deriveRecovery,
  drawSheet,
  type RecoveryKeys,
  secretHash,
  sheetWords,
} from "../sealing/recovery.ts";
import { findWord } from "../sealing/words.ts";
import { deskPage } from "./address.ts";
import { Fault, onSubmit } from "./attempt.ts";
import { post } from "./calls.ts";
import type { Desk, Room } from "./door.ts";
import { ownPublicKey, using } from "./keys.ts";
import { showStep } from "./parts.ts";

/** How many words of the sheet must be typed back. */
const ASKED = 3;

const sheet = () => need("#sheet-words", HTMLElement);

export class SetUpPage implements Room {
  readonly #entropy = drawSheet();
  #desk: Desk | null = null;
  #asked: number[] = [];

  constructor() {
    need("#make", HTMLButtonElement).onclick = () => this.#showSheet();
    need("#print-sheet", HTMLButtonElement).onclick = () => print();
    need("#to-check", HTMLButtonElement).onclick = () => this.#askWords();
    need("#back-to-sheet", HTMLButtonElement).onclick = () => this.#showSheet();
    const form = need("#check-form", HTMLFormElement);
    onSubmit(form, () => this.#finish(), t("Storing the key…"));
  }

  async open(desk: Desk): Promise<void> {
    this.#desk = desk;
    if (!need('[data-step="sheet"]', HTMLElement).hidden) this.#showSheet();
  }

  close(): void {
    this.#desk = null;
    fill(sheet());
  }

  #showSheet(): void {
    fill(sheet(), ...sheetWords(this.#entropy).map((word) => h("li", {}, h("span", {}, word))));
    const today = new Date().toLocaleDateString(locale(), { dateStyle: "long" });
    fill(need("#made-on", HTMLElement), today);
    showStep("sheet");
  }

  #askWords(): void {
    fill(sheet());
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
    if (!this.#desk) return;
    const recovery = await deriveRecovery(this.#entropy);
    recovery.privateKey.fill(0);
    await post("set-up", {
      key: await makeKey(this.#desk, recovery),
      recovery: {
        public_key: b64u(recovery.publicKey),
        secret_hash: b64u(await secretHash(recovery.secret)),
      },
    });
    this.#entropy.fill(0);
    location.assign(deskPage("/desk/"));
  }
}

/** Make the project's key, sealed to its first caseworker and to the sheet. */
async function makeKey(desk: Desk, recovery: RecoveryKeys): Promise<Record<string, string>> {
  const id = crypto.randomUUID();
  const mine = await ownPublicKey(desk.unlocked);
  return using(generatePrivateKey(), async (raw: Bytes) => ({
    id,
    public_key: b64u(await publicKeyOf(raw)),
    recovery_envelope: b64u(await sealForRecovery(raw, id, recovery.publicKey)),
    grant: b64u(await sealGrant(raw, id, desk.keys.user.id, mine)),
  }));
}

/** Different places on the sheet, in order, fresh each time. */
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
