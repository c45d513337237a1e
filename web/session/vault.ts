/** Unlocked keys: non-extractable CryptoKeys in IndexedDB, until lock, log-out or 15 idle minutes. */

/** How long keys outlive the last sign of their owner, in milliseconds. */
export const IDLE = 15 * 60 * 1000;

const STORE = "vault";
const MARK = "mark";

/** Every database of this browser that holds keys or what they seal. */
const DATABASES = ["desk", "members", "members-tokens"] as const;

type Database = (typeof DATABASES)[number];

/** Whether the quick exit was taken: then nothing is kept any more. */
let left = false;

/**
 * Let none of them outlive the quick exit, also where the browser does not clear what the site's
 * answer asks it to. What is asked for here is done even if the page is gone meanwhile.
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

/** Leave nothing, and let nothing be kept that is being opened. */
function empty(store: IDBObjectStore): void {
  store.clear();
  newMark(store);
}

/** The keys of one kind of person, in a database of their own, shared by all tabs. */
export class Vault<Keys> {
  /** Names the database, and the channel on which tabs tell each other of it. */
  readonly name: Database;

  constructor(name: Database) {
    this.name = name;
  }

  /**
   * A mark that is another one whenever the vault was emptied: whoever begins to open keys takes it,
   * and keeps them by it. Null where the browser lets no vault be.
   */
  async mark(): Promise<string | null> {
    const marked = inStore(this.name, async (store) => {
      const mark: unknown = await settled(store.get(MARK));
      return typeof mark === "string" ? mark : newMark(store);
    });
    return marked.catch(() => null);
  }

  /**
   * Keep the keys, and note that their owner is here, unless the vault was emptied since `mark` was
   * taken, in whichever tab. Whether the keys may be used: where the browser can keep none, they
   * live as long as the page.
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

  /** Note that the owner is here, so that the keys stay. */
  async stamp(): Promise<void> {
    await inStore(this.name, async (store) => {
      store.put(Date.now(), "seen");
    });
  }

  /** When the owner was last here, in milliseconds since the epoch; 0 where nothing is kept. */
  async lastSeen(): Promise<number> {
    const seen: unknown = await inStore(this.name, (store) => settled(store.get("seen")));
    return typeof seen === "number" ? seen : 0;
  }

  /** The keys, or null where there are none or their owner was idle too long: then they are gone. */
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

  /** Keep something beside the keys: it goes with them, and is not kept where there are none. */
  async keepBeside(name: string, value: unknown): Promise<void> {
    await inStore(this.name, async (store) => {
      if (await settled(store.get("keys"))) store.put(value, name);
    });
  }

  /** What was kept beside the keys; undefined where nothing was. */
  async beside(name: string): Promise<unknown> {
    return inStore(this.name, (store) => settled<unknown>(store.get(name)));
  }

  /** Forget everything. */
  async wipe(): Promise<void> {
    await inStore(this.name, async (store) => empty(store));
  }
}
