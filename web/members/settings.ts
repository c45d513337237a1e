/** A member's sealed settings: the server stores them and cannot read them (docs/http.md). */

import { exactly, list, object, orNull, read } from "../report/reading.ts";
import { openBox, sealBox } from "../sealing/box.ts";
import { type Bytes, b64u, fromB64u, utf8 } from "../sealing/bytes.ts";
import { Malformed } from "../sealing/errors.ts";
import { pad, unpad } from "../sealing/padding.ts";
import type { MemberKeys } from "./vault.ts";

/**
 * The public keys that this member's browser trusts: if the site shows others later, checking
 * stops.
 */
export interface Pins {
  /** The platform's release key, b64u. */
  release: string;
  /** The key holder's log key, b64u. */
  log: string;
}

export interface Settings {
  /** Codes of the areas to show; none chosen means all. */
  areas: string[];
  /** Null until the first log-in at a site that offers checks. */
  pins: Pins | null;
}

type Sealing = Pick<MemberKeys, "member" | "settings">;

const context = (member: string) => utf8(`unsilenced/1/member-settings/${member}`);

/** Seal the settings of a member. The length of the result reveals nothing. */
export async function sealSettings(settings: Settings, keys: Sealing): Promise<string> {
  const data = pad(utf8(JSON.stringify({ v: 1, ...settings })));
  return b64u(await sealBox(data, keys.settings, context(keys.member)));
}

/** Open the settings of a member. @throws SealingError */
export async function openSettings(sealed: string, keys: Sealing): Promise<Settings> {
  const opened = await openBox(fromB64u(sealed), keys.settings, context(keys.member));
  return readSettings(unpad(opened));
}

/** How many areas a member can choose. */
export const MOST_AREAS = 100;

const KEY = exactly(/^[A-Za-z0-9_-]{1,64}$/);

/** Unreadable pins must never count as missing: the browser would then trust other keys. */
export const SETTINGS = object({
  areas: list(exactly(/^[A-Za-z0-9-]{1,40}$/), MOST_AREAS),
  pins: orNull(object({ release: KEY, log: KEY })),
});

function readSettings(opened: Bytes): Settings {
  const reading = read(opened, SETTINGS);
  if (!reading) throw new Malformed("text", "These are no settings.");
  return reading.value;
}
