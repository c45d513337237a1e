/**
 * The day's tokens that are not spent, sealed, so that another page need not ask for them again.
 *
 * How many there are would tell how often somebody checked. What is kept has one length, and opens
 * with the member's key alone; it outlives a lock, and goes with the log-out.
 */

import type { Token } from "../oblivious/tokens.ts";
import { exactly, flag, list, object, read } from "../report/reading.ts";
import { openBox, sealBox } from "../sealing/box.ts";
import { type Bytes, b64u, fromB64u, utf8 } from "../sealing/bytes.ts";
import { Malformed, SealingError } from "../sealing/errors.ts";
import { inStore, settled } from "../session/vault.ts";
import type { MemberKeys } from "./vault.ts";

const DATABASE = "members-tokens";
const SLOT = "unspent";
/** Bytes inside: 30 tokens as JSON need about 6,000. */
const SIZE = 8_192;

type Sealing = Pick<MemberKeys, "member" | "settings">;

/** The tokens of one day; none left is known too, once they were issued. */
export interface StoredWallet {
  day: string;
  /** The public key of that day's tokens, b64u. */
  key: string;
  unspent: readonly Token[];
  /** Whether they were issued before to this member: another device may have spent some. */
  again: boolean;
}

const BYTES = exactly(/^[A-Za-z0-9_-]{1,200}$/);

/** What is inside a purse: of each token its nonce and output, b64u. */
export const WALLET = object({
  day: exactly(/^\d{4}-\d\d-\d\d$/),
  key: BYTES,
  again: flag,
  tokens: list(list(BYTES, 2), 100),
});

const context = (member: string) => utf8(`unsilenced/1/member-tokens/${member}`);

/** Seal a purse. Whatever is in it, the length is the same. */
export async function sealWallet(
  { day, key, unspent, again }: StoredWallet,
  keys: Sealing,
): Promise<Bytes> {
  const tokens = unspent.map(({ nonce, output }) => [b64u(nonce), b64u(output)]);
  const text = JSON.stringify({ v: 1, day, key, again, tokens }).padEnd(SIZE);
  return sealBox(utf8(text), keys.settings, context(keys.member));
}

/** Open a purse. @throws SealingError where it is another member's */
export async function openWallet(sealed: Bytes, keys: Sealing): Promise<StoredWallet> {
  const opened = await openBox(sealed, keys.settings, context(keys.member));
  const inside = read(opened, WALLET)?.value;
  if (!inside) throw new Malformed("text", "This is no purse.");
  const { day, key, again, tokens } = inside;
  const unspent = tokens.map(([nonce = "", output = ""]) => {
    return { day, key, nonce: fromB64u(nonce), output: fromB64u(output) };
  });
  return { day, key, unspent, again };
}

/**
 * Keep a purse in this browser, where it can: in place of the one that is kept, or where `mayBegin`
 * says that there may be a first one. So a check that ends after the log-out brings nothing back.
 */
export async function storeWallet(
  wallet: StoredWallet,
  keys: Sealing,
  mayBegin: () => boolean,
): Promise<void> {
  const sealed = await sealWallet(wallet, keys);
  await inStore(DATABASE, async (store) => {
    const isKept = (await settled(store.getKey(SLOT))) !== undefined;
    if (isKept || mayBegin()) store.put(sealed, SLOT);
  }).catch(() => undefined);
}

/** The kept purse; null where there is none that this member can open. */
export async function storedWallet(keys: Sealing): Promise<StoredWallet | null> {
  try {
    const sealed: unknown = await inStore(DATABASE, (store) => settled(store.get(SLOT)));
    return sealed instanceof Uint8Array ? await openWallet(sealed as Bytes, keys) : null;
  } catch (error) {
    if (error instanceof SealingError || error instanceof DOMException) return null;
    throw error;
  }
}

/** Forget the purse. */
export async function dropWallet(): Promise<void> {
  await inStore(DATABASE, async (store) => {
    store.clear();
  }).catch(() => undefined);
}
