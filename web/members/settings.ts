/** A member's sealed settings: the server keeps them and cannot read them (docs/http.md). */

import { openBox, sealBox } from "../sealing/box.ts";
import { b64u, fromB64u, fromUtf8, utf8 } from "../sealing/bytes.ts";
import { Malformed } from "../sealing/errors.ts";
import { pad, unpad } from "../sealing/padding.ts";
import type { MemberKeys } from "./vault.ts";

/** The public keys that this member's browser trusts: a difference later stops checking. */
export interface Pins {
  /** The platform's release key, b64u. */
  release: string;
  /** The key holder's log key, b64u. */
  log: string;
}

export interface Settings {
  /** Codes of the areas to show; none chosen means all. */
  areas: string[];
  /** Null until the first log-in at a site where checks are set up. */
  pins: Pins | null;
}

type Sealing = Pick<MemberKeys, "member" | "settings">;

const context = (member: string) => utf8(`unsilenced/1/member-settings/${member}`);

/** Seal the settings of a member. The length tells nothing. */
export async function sealSettings(settings: Settings, keys: Sealing): Promise<string> {
  const data = pad(utf8(JSON.stringify({ v: 1, ...settings })));
  return b64u(await sealBox(data, keys.settings, context(keys.member)));
}

/** Open the settings of a member. @throws SealingError */
export async function openSettings(sealed: string, keys: Sealing): Promise<Settings> {
  const opened = await openBox(fromB64u(sealed), keys.settings, context(keys.member));
  return readSettings(fromUtf8(unpad(opened)));
}

/** Missing members are empty; anything that is not settings at all is refused. */
function readSettings(text: string): Settings {
  const { areas, pins } = parsed(text);
  return {
    areas: Array.isArray(areas) ? areas.filter((each) => typeof each === "string") : [],
    pins: isPins(pins) ? { release: pins.release, log: pins.log } : null,
  };
}

function parsed(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null) {
    throw new Malformed("text", "These are no settings.");
  }
  return value as Record<string, unknown>;
}

function isPins(value: unknown): value is Pins {
  const { release, log } = (value ?? {}) as Partial<Pins>;
  return typeof release === "string" && typeof log === "string";
}
