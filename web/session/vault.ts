/** Unlocked keys: non-extractable CryptoKeys in IndexedDB, until lock, log-out or 15 idle minutes. */

/** How long keys are kept after the last activity, in milliseconds. */
export const IDLE = 15 * 60 * 1000;

const STORE = "vault";
const MARK = "mark";

/** Every database of this browser that holds keys or what they seal. */
const DATABASES = ["desk", "members", "members-tokens"] as const;

type Database = (typeof DATABASES)[number];

/** Whether the quick exit was taken: from then on nothing is kept. */
let left = false;

/**
 * Delete all of them on the quick exit, even if the browser ignores the header that asks it to
 * clear the site's data. Deletion that was started is done even if the page is gone by then.
 */
export function forgetWhenLeaving(): void {
  document.addEventListener("leaving", () => {
    left = true;
    try {
      for (const name of DATABASES) indexedDB.deleteDatabase(name);
    } catch {
      // Storage is off: nothing was kept.
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

/** Remove everything, and keep nothing that is still being opened. */
function empty(store: IDBObjectStore): void {
  store.clear();
  newMark(store);
}

/** The keys of one kind of person, in a database of their own, shared by all tabs. */
export class Vault<Keys> {
  /** Names the database, and the channel on which tabs announce changes. */
  readonly name: Database;

  constructor(name: Database) {
    this.name = name;
  }

  /**
   * A mark that changes whenever the vault is emptied. Take it before opening keys, and pass it
   * when keeping them. Null if the browser allows no vault.
   */
  async mark(): Promise<string | null> {
    const marked = inStore(this.name, async (store) => {
      const mark: unknown = await settled(store.get(MARK));
      return typeof mark === "string" ? mark : newMark(store);
    });
    return marked.catch(() => null);
  }

  /**
   * Keep the keys and record activity, unless any tab emptied the vault since `mark` was taken.
   * Returns whether the keys may be used: if the browser can keep none, they live as long as the
   * page.
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
   * The keys, or null if there are none or their owner was idle too long: then they are removed.
   */
  async take(): Promise<Keys | null> {
    return inStore(this.name, async (store) => {
      const kept = (await settled(store.get("keys"))) as Keys | undefined;
      const seen: unknown = await settled(store.get("seen"));
      if (kept && typeof seen === "number" && Math.abs(Date.now() - seen) < IDLE) {
        return kept;
      }
      empty(store);
      return null;
    });
  }

  /** Keep something beside the keys: it is removed with them, and not kept if there are none. */
  async keepBeside(name: string, value: unknown): Promise<void> {
    await inStore(this.name, async (store) => {
      if (await settled(store.get("keys"))) store.put(value, name);
    });
  }

  /** What was kept beside the keys; undefined if nothing was. */
  async beside(name: string): Promise<unknown> {
    return inStore(this.name, (store) => settled<unknown>(store.get(name)));
  }

  /** Forget everything. */
  async wipe(): Promise<void> {
    await inStore(this.name, async (store) => empty(store));
  }
}
