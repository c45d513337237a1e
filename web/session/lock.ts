/** When the browser forgets keys: on lock, on log-out, and after 15 minutes without activity. */

import { IDLE, type Vault } from "./vault.ts";

type AnyVault = Pick<Vault<unknown>, "name" | "lastSeen" | "stamp" | "wipe">;

/** What tabs tell each other. */
export type Announcement = "locked" | "unlocked";

/** How often activity is recorded, in milliseconds. */
const STAMP_EVERY = 10_000;

const SIGNS = ["pointerdown", "keydown", "input", "wheel", "touchstart"] as const;

/** Tell every tab that this page unlocked or forgot keys. For pages that show no opened things. */
export function announce({ name }: AnyVault, announcement: Announcement): void {
  const channel = new BroadcastChannel(name);
  channel.postMessage(announcement);
  channel.close();
}

/**
 * Watches one page that shows opened things. Tabs share the vault and tell each other about
 * changes. If the browser allows no vault, keys live as long as the page, under the same rules.
 */
export class Lock {
  readonly #vault: AnyVault;
  readonly #others: BroadcastChannel;
  readonly #locked: () => void;
  #open = false;
  #seen = 0;
  #timer = 0;

  /**
   * `locked` is called when keys are forgotten, even while they are still opening; `unlocked` when
   * another tab has opened them.
   */
  constructor(vault: AnyVault, locked: () => void, unlocked: () => void) {
    this.#vault = vault;
    this.#others = new BroadcastChannel(vault.name);
    this.#locked = locked;
    this.#others.onmessage = ({ data }: MessageEvent<Announcement>) => {
      if (data === "locked") this.#close();
      if (data === "unlocked" && !this.#open) unlocked();
    };
    document.addEventListener("leaving", () => {
      this.#others.postMessage("locked" satisfies Announcement);
    });
    for (const sign of SIGNS) {
      addEventListener(sign, () => void this.#alive(), { capture: true, passive: true });
    }
    // A sleeping device ran no timers: check again before anybody can read anything.
    addEventListener("pageshow", () => void this.#check());
    addEventListener("focus", () => void this.#check());
    document.addEventListener("visibilitychange", () => void this.#check());
  }

  /** Note that keys are open here. */
  opened({ announce }: { announce: boolean }): void {
    this.#open = true;
    this.#seen = Date.now();
    if (announce) this.#others.postMessage("unlocked" satisfies Announcement);
    this.#wait();
  }

  /** Forget the keys, in every tab. */
  async lock(): Promise<void> {
    this.#close();
    await this.#vault.wipe().catch(() => undefined);
    this.#others.postMessage("locked" satisfies Announcement);
  }

  #close(): void {
    clearTimeout(this.#timer);
    this.#open = false;
    this.#locked();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#check(), this.#seen + IDLE - Date.now());
  }

  async #alive(): Promise<void> {
    if (!this.#open) return;
    const away = Date.now() - this.#seen;
    if (away >= IDLE) return this.#check();
    if (away < STAMP_EVERY) return;
    this.#seen = Date.now();
    await this.#vault.stamp().catch(() => undefined);
  }

  /** Lock unless somebody was here, in this tab or another, within the last 15 minutes. */
  async #check(): Promise<void> {
    if (!this.#open) return;
    this.#seen = Math.max(this.#seen, await this.#vault.lastSeen().catch(() => 0));
    if (Date.now() - this.#seen >= IDLE) await this.lock();
    else this.#wait();
  }
}
