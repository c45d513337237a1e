/** Unlocked keys: non-extractable CryptoKeys in IndexedDB, until lock, log-out or 15 idle minutes. */

/** How long keys outlive the last sign of their owner, in milliseconds. */
export const IDLE = 15 * 60 * 1000;

const DATABASE = "desk";
const STORE = "vault";

/** One person's keys, opened. Every private half is non-extractable. */
export interface Unlocked {
  user: string;
  own: CryptoKeyPair;
  projectKeys: Map<string, CryptoKeyPair>;
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
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

async function inStore<T>(work: (store: IDBObjectStore) => Promise<T>): Promise<T> {
  const opening = indexedDB.open(DATABASE, 1);
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

/** Keep the keys, and note that their owner is here. */
export async function keep(unlocked: Unlocked): Promise<void> {
  await inStore(async (store) => {
    store.put(unlocked, "keys");
    store.put(Date.now(), "seen");
  });
}

/** Note that the owner is here, so that the keys stay. */
export async function stamp(): Promise<void> {
  await inStore(async (store) => {
    store.put(Date.now(), "seen");
  });
}

/** When the owner was last here, in milliseconds since the epoch; 0 where nothing is kept. */
export async function lastSeen(): Promise<number> {
  const seen: unknown = await inStore((store) => settled(store.get("seen")));
  return typeof seen === "number" ? seen : 0;
}

/** The keys, or null where there are none or their owner was idle too long: then they are gone. */
export async function take(): Promise<Unlocked | null> {
  return inStore(async (store) => {
    const kept = (await settled(store.get("keys"))) as Unlocked | undefined;
    const seen: unknown = await settled(store.get("seen"));
    if (kept && typeof seen === "number" && Math.abs(Date.now() - seen) < IDLE) {
      return kept;
    }
    store.clear();
    return null;
  });
}

/** Forget everything. */
export async function wipe(): Promise<void> {
  await inStore(async (store) => {
    store.clear();
  });
}
