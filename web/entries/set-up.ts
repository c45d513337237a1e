/** Setting a project up: its key, the printed recovery sheet, and proof that it can be read. */

import { deskPage } from "../desk/address.ts";
import { Fault, onSubmit } from "../desk/attempt.ts";
import { get, post, useToken } from "../desk/calls.ts";
import type { Keys } from "../desk/keys.ts";
import { reveal, showStep } from "../desk/parts.ts";
import { fill, h } from "../page/dom.ts";
import { loadMessages, t } from "../page/messages.ts";
import { locale, need } from "../reporter/parts.ts";
import { type Bytes, b64u, fromB64u } from "../sealing/bytes.ts";
import { sealForRecovery, sealGrant } from "../sealing/grants.ts";
import { generatePrivateKey, publicKeyOf } from "../sealing/keys.ts";
import { deriveRecovery, drawSheet, secretHash, sheetWords } from "../sealing/recovery.ts";
import { findWord } from "../sealing/words.ts";

/** How many words of the sheet must be typed back. */
const ASKED = 3;

let entropy: Bytes | undefined;
let asked: number[] = [];

function words(): string[] {
  entropy ??= drawSheet();
  return sheetWords(entropy);
}

function showSheet(): void {
  const list = need("#sheet-words", HTMLElement);
  fill(list, ...words().map((word) => h("li", {}, h("span", {}, word))));
  const today = new Date().toLocaleDateString(locale(), { dateStyle: "long" });
  need("#made-on", HTMLElement).textContent = today;
  showStep("sheet");
}

/** Different places on the sheet, in order, fresh each time. */
function drawPlaces(all: number): number[] {
  const places = new Set<number>();
  while (places.size < ASKED) {
    places.add((crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % all);
  }
  return [...places].sort((one, other) => one - other);
}

function askWords(): void {
  fill(need("#sheet-words", HTMLElement));
  asked = drawPlaces(words().length);
  fill(need("#asked", HTMLElement), ...asked.map(wordField));
  showStep("check");
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
  return h(
    "div",
    { class: "field" },
    h("label", { for: id }, t("Word {number}", { number: place + 1 })),
    input,
  );
}

function checkWords(): void {
  const right = words();
  for (const place of asked) {
    const id = `word-${place + 1}`;
    const typed = need(`#${id}`, HTMLInputElement).value.trim().toLowerCase();
    if (findWord(typed) !== right[place]) {
      throw new Fault(id, t("This is not word {number} of the sheet.", { number: place + 1 }));
    }
  }
}

async function finish(): Promise<void> {
  checkWords();
  if (!entropy) return;
  const { user, csrf } = await get<Keys>("keys");
  useToken(csrf);
  const recovery = await deriveRecovery(entropy);
  recovery.privateKey.fill(0);
  const id = crypto.randomUUID();
  const raw = generatePrivateKey();
  const key = {
    id,
    public_key: b64u(await publicKeyOf(raw)),
    recovery_envelope: b64u(await sealForRecovery(raw, id, recovery.publicKey)),
    grant: b64u(await sealGrant(raw, id, user.id, fromB64u(user.public_key))),
  };
  raw.fill(0);
  await post("set-up", {
    key,
    recovery: {
      public_key: b64u(recovery.publicKey),
      secret_hash: b64u(await secretHash(recovery.secret)),
    },
  });
  entropy.fill(0);
  entropy = undefined;
  location.assign(deskPage("/desk/"));
}

function start(): void {
  reveal();
  need("#make", HTMLButtonElement).onclick = showSheet;
  need("#print-sheet", HTMLButtonElement).onclick = () => print();
  need("#to-check", HTMLButtonElement).onclick = askWords;
  need("#back-to-sheet", HTMLButtonElement).onclick = showSheet;
  onSubmit(need("#check-form", HTMLFormElement), finish, t("Storing the key…"));
}

void loadMessages().then(start);
