/** A page that opens with stored keys or a passphrase, and locks when the keys are gone. */

import { t } from "../ui/messages.ts";
import { need } from "../ui/parts.ts";
import { attempt, clearFaults, onSubmit, showFailure } from "./attempt.ts";
import { Lock } from "./lock.ts";
import { reveal } from "./parts.ts";
import { warnIfUnkept } from "./unkept.ts";
import type { Vault } from "./vault.ts";

/** What opens the pages for one kind of person. */
export interface Keyring<Opened> {
  vault: Pick<Vault<unknown>, "name" | "lastSeen" | "stamp" | "wipe" | "mark" | "keepsKeys">;
  /** Open with a passphrase typed in the input `field`. @throws Fault if it is wrong */
  openWith(passphrase: string, field: string): Promise<Opened>;
  /** Open with the stored keys. Null if there are none, or if they belong to somebody else. */
  openKept(): Promise<Opened | null>;
  /**
   * Store what was opened for the next page. False if the vault was locked after `mark` was taken.
   */
  keep(opened: Opened, mark: string | null): Promise<boolean>;
  /** End the session, and go to the log-in page. */
  logOut(): Promise<void>;
}

/**
 * What a page does when it unlocks and locks, which may happen many times. `close` removes
 * everything that was opened, and leaves what somebody typed.
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
  /** How often the page was locked: it must not show what was still opening then. */
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
    // The set-up page has no bar yet.
    document.querySelector("#lock")?.addEventListener("click", () => void this.#lock.lock());
    document.querySelector("#log-out")?.addEventListener("click", () => void this.#logOut());
  }

  async start(): Promise<void> {
    if (await this.#tryKept()) return;
    this.#ask();
    await warnIfUnkept(this.#keyring.vault);
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
   * Open and show the page. Resolves with whether there was something to open. If the page is
   * locked meanwhile, here or in another tab, it shows nothing and puts nothing into the vault.
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
    // Do not attempt this on the form: it may be busy with unlocking, and log-out must not wait for
    // it.
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
