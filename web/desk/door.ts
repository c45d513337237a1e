/** The door of every desk page: opened with kept keys or a passphrase, shut when they go. */

import { t } from "../page/messages.ts";
import { need } from "../reporter/parts.ts";
import { fromB64u } from "../sealing/bytes.ts";
import { WillNotOpen } from "../sealing/errors.ts";
import { derivePassphrase } from "../sealing/passphrase.ts";
import { deskPage } from "./address.ts";
import { attempt, clearFaults, Fault, onSubmit, showFailure } from "./attempt.ts";
import { get, post, useToken } from "./calls.ts";
import { type Keys, unlock, withGrants } from "./keys.ts";
import { Lock } from "./lock.ts";
import { reveal } from "./parts.ts";
import { keep, take, type Unlocked } from "./vault.ts";

/** Who is at the desk, and their opened keys. */
export interface Desk {
  keys: Keys;
  unlocked: Unlocked;
}

/**
 * What a page does when the door opens and shuts; it may happen many times. `close` takes away all
 * that was opened, and keeps what was typed.
 */
export interface Room {
  open(desk: Desk): Promise<void>;
  close(): void;
}

/** Keep keys for the next page. Where the browser cannot, they live as long as this page. */
async function keepIfPossible(unlocked: Unlocked): Promise<void> {
  await keep(unlocked).catch(() => undefined);
}

/** Fetch what belongs to the session, and use its token. @throws Refused */
async function fetchKeys(): Promise<Keys> {
  const keys = await get<Keys>("keys");
  useToken(keys.csrf);
  return keys;
}

/** Open the keys with a passphrase and keep them. @throws Fault where it is wrong */
async function openWith(passphrase: string, field: string): Promise<Desk> {
  const keys = await fetchKeys();
  const { wrappingKey, logInSecret } = await derivePassphrase(passphrase, fromB64u(keys.user.salt));
  logInSecret.fill(0);
  try {
    const unlocked = await unlock(wrappingKey, keys);
    await keepIfPossible(unlocked);
    return { keys, unlocked };
  } catch (error) {
    if (!(error instanceof WillNotOpen)) throw error;
    throw new Fault(field, t("This is not your passphrase. Look for small and large letters."));
  } finally {
    wrappingKey.fill(0);
  }
}

/** The kept keys, with those granted since. Null where none are kept, or somebody else's. */
async function openKept(): Promise<Desk | null> {
  const kept = await take().catch(() => null);
  if (!kept) return null;
  const keys = await fetchKeys();
  if (keys.user.id !== kept.user) return null;
  const unlocked = await withGrants(kept, keys.grants);
  await keepIfPossible(unlocked);
  return { keys, unlocked };
}

class Door {
  readonly #root: HTMLElement;
  readonly #room: Room;
  readonly #panel = need("#unlock", HTMLElement);
  readonly #form = need("#unlock form", HTMLFormElement);
  readonly #input = need("#unlock-passphrase", HTMLInputElement);
  readonly #lock = new Lock(
    () => this.#shut(),
    () => void this.#tryKept(),
  );

  constructor(root: HTMLElement, room: Room) {
    this.#root = root;
    this.#room = room;
    reveal();
    onSubmit(this.#form, () => this.#unlock(), t("Opening your keys. This takes a moment…"));
    // The page of setting up has no bar yet.
    document.querySelector("#lock")?.addEventListener("click", () => void this.#lock.lock());
    document.querySelector("#log-out")?.addEventListener("click", () => void this.#logOut());
  }

  async start(): Promise<void> {
    if (!(await this.#tryKept())) this.#ask();
  }

  #ask(): void {
    this.#panel.hidden = false;
    this.#root.hidden = true;
    this.#input.focus();
  }

  async #tryKept(): Promise<boolean> {
    try {
      const desk = await openKept();
      if (desk) await this.#enter(desk, { tell: false });
      return desk !== null;
    } catch (error) {
      this.#ask();
      showFailure(this.#form, error);
      return true;
    }
  }

  async #unlock(): Promise<void> {
    const desk = await openWith(this.#input.value, this.#input.id);
    this.#input.value = "";
    await this.#enter(desk, { tell: true });
  }

  async #enter(desk: Desk, { tell }: { tell: boolean }): Promise<void> {
    this.#panel.hidden = true;
    this.#root.hidden = false;
    this.#lock.opened({ tell });
    clearFaults(this.#root);
    try {
      await this.#room.open(desk);
    } catch (error) {
      showFailure(this.#root, error);
    }
  }

  #shut(): void {
    this.#room.close();
    this.#ask();
  }

  async #logOut(): Promise<void> {
    await this.#lock.lock();
    await attempt(this.#form, async () => {
      await post("log-out");
      location.assign(deskPage("/desk/log-in/"));
    });
  }
}

/** Guard the part of the page that shows opened things. */
export function guard(root: HTMLElement, room: Room): void {
  void new Door(root, room).start();
}
