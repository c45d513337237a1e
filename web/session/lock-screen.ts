/** A page that opens with kept keys or a passphrase, and shuts when they go. */

import { t } from "../ui/messages.ts";
import { need } from "../ui/parts.ts";
import { attempt, clearFaults, onSubmit, showFailure } from "./attempt.ts";
import { Lock } from "./lock.ts";
import { reveal } from "./parts.ts";
import type { Vault } from "./vault.ts";

/** What opens the pages of one kind of person. */
export interface Keyring<Opened> {
  vault: Pick<Vault<unknown>, "name" | "lastSeen" | "stamp" | "wipe" | "mark">;
  /** Open with a passphrase typed in the input `field`. @throws Fault where it is wrong */
  openWith(passphrase: string, field: string): Promise<Opened>;
  /** Open with what is kept. Null where nothing is, or somebody else's. */
  openKept(): Promise<Opened | null>;
  /** Keep what was opened for the next page. False where it was locked since the vault's mark. */
  keep(opened: Opened, mark: string | null): Promise<boolean>;
  /** End the session, and go to the log-in page. */
  logOut(): Promise<void>;
}

/**
 * What a page does when the door opens and shuts; it may happen many times. `close` takes away all
 * that was opened, and keeps what was typed.
 */
export interface LockablePage<Opened> {
  open(opened: Opened): Promise<void>;
  close(): void;
}

class LockScreen<Opened> {
  readonly #keyring: Keyring<Opened>;
  readonly #root: HTMLElement;
  readonly #page: LockablePage<Opened>;
  readonly #panel = need("#unlock", HTMLElement);
  readonly #form = need("#unlock form", HTMLFormElement);
  readonly #input = need("#unlock-passphrase", HTMLInputElement);
  readonly #lock: Lock;
  /** How often the door was shut: what was being opened meanwhile must stay shut. */
  #shuts = 0;

  constructor(keyring: Keyring<Opened>, root: HTMLElement, page: LockablePage<Opened>) {
    this.#keyring = keyring;
    this.#root = root;
    this.#page = page;
    this.#lock = new Lock(
      keyring.vault,
      () => this.#shut(),
      () => void this.#tryKept(),
    );
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
      return await this.#enter(() => this.#keyring.openKept(), { announce: false });
    } catch (error) {
      this.#ask();
      showFailure(this.#form, error);
      return true;
    }
  }

  async #unlock(): Promise<void> {
    const open = async (): Promise<Opened> => {
      const opened = await this.#keyring.openWith(this.#input.value, this.#input.id);
      this.#input.value = "";
      return opened;
    };
    await this.#enter(open, { announce: true });
  }

  /**
   * Open, and go in; whether there was something to open. A lock meanwhile, here or in another tab,
   * keeps it shut, and what was opened out of the vault.
   */
  async #enter(open: () => Promise<Opened | null>, how: { announce: boolean }): Promise<boolean> {
    const shuts = this.#shuts;
    const mark = await this.#keyring.vault.mark();
    const opened = await open();
    if (!opened) return false;
    const stays = shuts === this.#shuts && (await this.#keyring.keep(opened, mark));
    if (stays && shuts === this.#shuts) await this.#goIn(opened, how);
    else this.#ask();
    return true;
  }

  async #goIn(opened: Opened, { announce }: { announce: boolean }): Promise<void> {
    this.#panel.hidden = true;
    this.#root.hidden = false;
    this.#lock.opened({ announce });
    clearFaults(this.#root);
    try {
      await this.#page.open(opened);
    } catch (error) {
      showFailure(this.#root, error);
    }
  }

  #shut(): void {
    this.#shuts += 1;
    this.#page.close();
    this.#ask();
  }

  async #logOut(): Promise<void> {
    await this.#lock.lock();
    // Not the form, which may be busy with opening: that would be no reason to stay logged in.
    await attempt(this.#panel, () => this.#keyring.logOut());
  }
}

/** Guard the part of the page that shows opened things. */
export function guardWith<Opened>(
  keyring: Keyring<Opened>,
  root: HTMLElement,
  page: LockablePage<Opened>,
): void {
  void new LockScreen(keyring, root, page).start();
}
