/** Profiles: `platform:name`. */

import { CheckError } from "../errors.ts";
import { NOT_NAMES, PLATFORMS } from "./generated.ts";
import { notOne } from "./kinds.ts";
import { PLATFORM_NAMES } from "./platforms.ts";
import { fold, isRefused, settled } from "./text.ts";

const ADDRESS = /^(?:https?:\/\/)?([^ /:@?#]+\.[^ /:@?#]+)([/?#].*)?$/;
const NAMED = /^([^ /:@]+)(?: ?: ?@?| @ ?)(.+)$/;
const NAME = /^[^ /@:?#%\\<>"]{1,100}$/u;
const SUBDOMAIN = /^(?:(?:www|m|mobile|[a-z]{2}(?:-[a-z]{2})?)\.)+/;

const each = Object.entries(PLATFORMS);
const BY_HOST = new Map(each.flatMap(([name, { hosts }]) => hosts.map((host) => [host, name])));
const BY_ALIAS = new Map(
  each.flatMap(([name, { aliases }]) => [name, ...aliases].map((alias) => [alias, name])),
);

/**
 * The canonical form of a cleaned profile.
 *
 * @throws CheckError (`not-a-handle`, `unknown-platform`)
 */
export function handleOf(text: string): string {
  const folded = settled(text, fold);
  const [platform, name] = addressed(folded) ?? named(folded);
  if (!NAME.test(name)) throw notOne("handle");
  return `${platform}:${name}`;
}

type Profile = readonly [platform: string, name: string];

function addressed(folded: string): Profile | null {
  const [, host, rest] = ADDRESS.exec(folded) ?? [];
  if (host === undefined) return null;
  const platform = known(BY_HOST.get(host) ?? BY_HOST.get(host.replace(SUBDOMAIN, "")));
  return [platform, nameIn(platform, rest ?? "")];
}

function named(folded: string): Profile {
  const [, platform, name] = NAMED.exec(folded) ?? [];
  if (platform === undefined || name === undefined) throw notOne("handle");
  return [known(BY_ALIAS.get(platform)), name];
}

function known(platform: string | undefined): string {
  if (platform !== undefined) return platform;
  const list = PLATFORM_NAMES.join(", ");
  throw new CheckError("unknown-platform", `The platform is not known. Known are: ${list}.`);
}

/** The name in what follows the host, unless the platform uses that name for a page of its own. */
function nameIn(platform: string, rest: string): string {
  const [address = ""] = rest.split("#", 1);
  const at = address.includes("?") ? address.indexOf("?") : address.length;
  const path = address.slice(0, at).replace(/\/+$/, "").replace(/%40/g, "@");
  for (const shape of PLATFORMS[platform]?.addresses ?? []) {
    for (const whole of [path, path + address.slice(at)]) {
      const name = shape.exec(whole)?.[1];
      if (name !== undefined && !NOT_NAMES.has(name)) return decoded(name).replace(/^@/, "");
    }
  }
  throw notOne("handle");
}

function decoded(name: string): string {
  let text: string;
  try {
    text = decodeURIComponent(name);
  } catch {
    throw notOne("handle");
  }
  if (isRefused(text)) throw notOne("handle");
  return settled(text, fold);
}
