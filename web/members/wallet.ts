/**
 * A member's wallet as this browser stores it: the day's unspent tokens, sealed, so that the next
 * page does not ask for them again.
 *
 * The number of tokens would reveal how often somebody checked. So the stored wallet always has the
 * same length, and only the member's key opens it. It stays when the page locks, and is deleted at
 * log-out.
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
/** Size of the content in bytes: 30 tokens as JSON need about 6,000. */
const SIZE = 8_192;

type Sealing = Pick<MemberKeys, "member" | "settings">;

/** The tokens of one day. An empty wallet counts too, once tokens were issued. */
export interface StoredWallet {
  day: string;
  /** The public key of that day's tokens, b64u. */
  key: string;
  unspent: readonly Token[];
  /** Whether this member got them before: another device may have spent some. */
  again: boolean;
}

const BYTES = exactly(/^[A-Za-z0-9_-]{1,200}$/);

/** The content of a stored wallet: each token's nonce and output, b64u. */
export const WALLET = object({
  day: exactly(/^\d{4}-\d\d-\d\d$/),
  key: BYTES,
  again: flag,
  tokens: list(list(BYTES, 2), 100),
});

const context = (member: string) => utf8(`unsilenced/1/member-tokens/${member}`);

/** Seal a wallet. The result always has the same length. */
export async function sealWallet(
  { day, key, unspent, again }: StoredWallet,
  keys: Sealing,
): Promise<Bytes> {
  const tokens = unspent.map(({ nonce, output }) => [b64u(nonce), b64u(output)]);
  const text = JSON.stringify({ v: 1, day, key, again, tokens }).padEnd(SIZE);
  return sealBox(utf8(text), keys.settings, context(keys.member));
}

/** Open a wallet. @throws SealingError if it belongs to another member */
export async function openWallet(sealed: Bytes, keys: Sealing): Promise<StoredWallet> {
  const opened = await openBox(sealed, keys.settings, context(keys.member));
  const inside = read(opened, WALLET)?.value;
  if (!inside) throw new Malformed("text", "This is not a wallet.");
  const { day, key, again, tokens } = inside;
  const unspent = tokens.map(([nonce = "", output = ""]) => {
    return { day, key, nonce: fromB64u(nonce), output: fromB64u(output) };
  });
  return { day, key, unspent, again };
}

/**
 * Store a wallet in this browser, if it can. It replaces the stored one; if there is none,
 * `mayBegin` says whether to store a first one. So a check that ends after log-out brings nothing
 * back.
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

/** The stored wallet; null if this member can open none. */
export async function storedWallet(keys: Sealing): Promise<StoredWallet | null> {
  try {
    const sealed: unknown = await inStore(DATABASE, (store) => settled(store.get(SLOT)));
    return sealed instanceof Uint8Array ? await openWallet(sealed as Bytes, keys) : null;
  } catch (error) {
    if (error instanceof SealingError || error instanceof DOMException) return null;
    throw error;
  }
}

/** Forget the stored wallet. */
export async function dropWallet(): Promise<void> {
  await inStore(DATABASE, async (store) => {
    store.clear();
  }).catch(() => undefined);
}
