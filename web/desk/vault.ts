/** Unlocked keys: non-extractable CryptoKeys in IndexedDB, until lock, log-out or 15 idle minutes. */

/** How long keys outlive the last sign of their owner, in milliseconds. */
export const IDLE = 15 * 60 * 1000;

const STORE = "vault";

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

/** One caseworker's keys, opened. Every private half is non-extractable. */
export interface Unlocked {
  user: string;
  own: CryptoKeyPair;
  projectKeys: Map<string, CryptoKeyPair>;
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

/** The keys of one kind of person, in a database of their own, shared by all tabs. */
export class Vault<Keys> {
  /** Names the database, and the channel on which tabs tell each other of it. */
  readonly name: Database;

  constructor(name: Database) {
    this.name = name;
  }

  /** Keep the keys, and note that their owner is here. */
  async keep(unlocked: Keys): Promise<void> {
    await inStore(this.name, async (store) => {
      store.put(unlocked, "keys");
      store.put(Date.now(), "seen");
    });
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
      store.clear();
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
    await inStore(this.name, async (store) => {
      store.clear();
    });
  }
}

/** The caseworkers' vault. */
export const deskVault = new Vault<Unlocked>("desk");
