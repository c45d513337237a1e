/**
 * Unlocked keys: non-extractable CryptoKeys in IndexedDB, until the page locks, the person logs
 * out, or 15 minutes pass without activity.
 */

/** How long to keep keys after the last activity, in milliseconds. */
export const IDLE = 15 * 60 * 1000;

const STORE = "vault";
const MARK = "mark";
const TRIAL = "trial";

/** Every database of this browser that has keys or things sealed with them. */
const DATABASES = ["desk", "members", "members-tokens"] as const;

type Database = (typeof DATABASES)[number];

/** Whether somebody took the quick exit: from then on the page stores nothing. */
let left = false;

/**
 * Delete all of these databases on the quick exit, even if the browser ignores the header that asks
 * it to clear the site's data. The browser completes a deletion even if the page is gone by then.
 */
export function forgetWhenLeaving(): void {
  document.addEventListener("leaving", () => {
    left = true;
    try {
      for (const name of DATABASES) indexedDB.deleteDatabase(name);
    } catch {
      // Storage is off, so nothing was stored.
    }
  });
}

/** The result of a request. */
export function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function done(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}

/** Work on the one store of a database of this browser. */
export async function inStore<T>(
  name: Database,
  work: (store: IDBObjectStore) => Promise<T>,
): Promise<T> {
  if (left) throw new DOMException("The quick exit was taken.", "AbortError");
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(STORE);
  };
  const database = await settled(opening);
  try {
    const transaction = database.transaction(STORE, "readwrite");
    const finished = done(transaction);
    // If the work fails, that is the error to show: nobody waits for the end of the transaction.
    finished.catch(() => undefined);
    const result = await work(transaction.objectStore(STORE));
    await finished;
    return result;
  } finally {
    database.close();
  }
}

function newMark(store: IDBObjectStore): string {
  const mark = crypto.randomUUID();
  store.put(mark, MARK);
  return mark;
}

/** Remove everything, and prevent storing of what is still opening. */
function empty(store: IDBObjectStore): void {
  store.clear();
  newMark(store);
}

/** Whether nothing is missing: some browsers store a key and give null back in its place. */
export function isWhole(kept: unknown): boolean {
  if (kept === null || kept === undefined) return false;
  if (typeof kept !== "object") return true;
  const parts = kept instanceof Map ? [...kept.values()] : Object.values(kept);
  return parts.every(isWhole);
}

/** The keys of one kind of person, in their own database, which all tabs share. */
export class Vault<Keys> {
  /** Names the database, and the channel on which tabs tell each other about changes. */
  readonly name: Database;
  private readonly trial: () => Promise<unknown>;

  /** `trial` makes a key of the kind that this vault keeps: a browser may keep one and not another. */
  constructor(name: Database, trial: () => Promise<unknown>) {
    this.name = name;
    this.trial = trial;
  }

  /**
   * A mark that changes whenever somebody empties the vault. Take it before opening keys, and pass
   * it when storing them. Null if the browser allows no vault.
   */
  async mark(): Promise<string | null> {
    const marked = inStore(this.name, async (store) => {
      const mark: unknown = await settled(store.get(MARK));
      return typeof mark === "string" ? mark : newMark(store);
    });
    return marked.catch(() => null);
  }

  /** Whether this browser stores a key and gives it back. */
  async keepsKeys(): Promise<boolean> {
    try {
      const trial = await this.trial();
      await inStore(this.name, async (store) => {
        store.put({ trial }, TRIAL);
      });
      return await inStore(this.name, async (store) => {
        const kept: unknown = await settled(store.get(TRIAL));
        store.delete(TRIAL);
        return isWhole(kept);
      });
    } catch {
      return false;
    }
  }

  /**
   * Store the keys and record activity, unless a tab emptied the vault after `mark` was taken.
   * Resolves with whether the page may use the keys: if the browser can store none, they live as
   * long as the page.
   */
  async keep(unlocked: Keys, mark: string | null): Promise<boolean> {
    if (mark === null) return true;
    const kept = inStore(this.name, async (store) => {
      if ((await settled<unknown>(store.get(MARK))) !== mark) return false;
      store.put(unlocked, "keys");
      store.put(Date.now(), "seen");
      return true;
    });
    return kept.catch(() => true);
  }

  /** Record activity, so that the keys are kept. */
  async stamp(): Promise<void> {
    await inStore(this.name, async (store) => {
      store.put(Date.now(), "seen");
    });
  }

  /** When the owner was last active, in milliseconds since the epoch; 0 if nothing is kept. */
  async lastSeen(): Promise<number> {
    const seen: unknown = await inStore(this.name, (store) => settled(store.get("seen")));
    return typeof seen === "number" ? seen : 0;
  }

  /**
   * The keys. Null if there are none, or if the browser did not give all of them back, or if their
   * owner was idle too long, which removes them.
   */
  async take(): Promise<Keys | null> {
    return inStore(this.name, async (store) => {
      const kept = (await settled(store.get("keys"))) as Keys | undefined;
      const seen: unknown = await settled(store.get("seen"));
      if (kept && isWhole(kept) && typeof seen === "number" && Math.abs(Date.now() - seen) < IDLE) {
        return kept;
      }
      empty(store);
      return null;
    });
  }

  /** Store something beside the keys. It is removed with them, and not stored if there are none. */
  async keepBeside(name: string, value: unknown): Promise<void> {
    await inStore(this.name, async (store) => {
      if (await settled(store.get("keys"))) store.put(value, name);
    });
  }

  /** What was stored beside the keys; undefined if nothing was. */
  async beside(name: string): Promise<unknown> {
    return inStore(this.name, (store) => settled<unknown>(store.get(name)));
  }

  /** Forget everything. */
  async wipe(): Promise<void> {
    await inStore(this.name, async (store) => empty(store));
  }
}
