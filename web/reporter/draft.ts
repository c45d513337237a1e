/**
 * Keeps what is written so far, so that a reload loses nothing and nobody else finds it later.
 *
 * `sessionStorage` survives a reload, but browsers write it to disk to restore a session. So it
 * contains the draft only encrypted (AES-256-GCM). The key is in `window.name`: a browser keeps
 * that with the tab across reloads, in memory only, and drops it when the tab closes or goes to
 * another site. So a closed tab, a copied disk or a seized phone leaves nothing that anybody can
 * read. A cookie, `localStorage` or IndexedDB would each store key and draft side by side.
 */

import { read, type Shape } from "../report/reading.ts";

type Bytes = Uint8Array<ArrayBuffer>;

const PLACE = "draft";
/** The most bytes of a draft: what was typed, and the same again, sealed. */
const MOST_BYTES = 2_000_000;
const NONCE = 12;
const KEY = 32;

let writing: Promise<void> = Promise.resolve();
let stopped = false;

// The quick exit clears the tab's storage, so write nothing after it.
document.addEventListener("leaving", () => {
  stopped = true;
});

/**
 * Keep a draft in place of the last one; later drafts wait for earlier ones. If the browser stores
 * nothing, the draft is lost with the page, and nothing else fails.
 */
export function keepDraft(draft: unknown): Promise<void> {
  writing = writing.then(() => (stopped ? undefined : write(draft))).catch(forgetDraft);
  return writing;
}

/** The draft of this tab, or null if there is none that can be read. */
export async function findDraft<T>(shape: Shape<T>): Promise<T | null> {
  try {
    const kept = sessionStorage.getItem(PLACE);
    if (!kept || !window.name) return null;
    const [nonce, sealed] = kept.split(" ").map(bytesOf);
    if (!nonce || !sealed) return null;
    const key = await keyOf(bytesOf(window.name), "decrypt");
    const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce }, key, sealed);
    const draft = read(new Uint8Array(opened), shape, MOST_BYTES);
    if (!draft) forgetDraft();
    return draft?.value ?? null;
  } catch {
    forgetDraft();
    return null;
  }
}

/** Remove the draft and its key, and store no draft from now on. */
export function endDraft(): void {
  stopped = true;
  forgetDraft();
}

function forgetDraft(): void {
  window.name = "";
  try {
    sessionStorage.removeItem(PLACE);
  } catch {
    // Storage is off, so nothing was stored.
  }
}

async function write(draft: unknown): Promise<void> {
  const raw = window.name ? bytesOf(window.name) : crypto.getRandomValues(new Uint8Array(KEY));
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE));
  const sealed = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv: nonce },
    await keyOf(raw, "encrypt"),
    new TextEncoder().encode(JSON.stringify(draft)) as Bytes,
  );
  if (stopped) return;
  sessionStorage.setItem(PLACE, `${textOf(nonce)} ${textOf(new Uint8Array(sealed))}`);
  window.name = textOf(raw);
}

function keyOf(raw: Bytes, use: "encrypt" | "decrypt"): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, [use]);
}

function textOf(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

function bytesOf(text: string): Bytes {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
