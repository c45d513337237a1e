/** Profiles: `platform:name`. */

import { CheckError } from "../errors.ts";
import {
  AFTER_A_PROFILE,
  BEFORE_A_PROFILE,
  INVITATION,
  LONGEST_PROFILE_NAME,
  NEVER_IN_A_NAME,
  NOT_NAMES,
  PHONE_HOSTS,
  PHONES,
  PLATFORMS,
  SUBDOMAIN,
  WRAPPING,
} from "./generated.ts";
import { notOne, refused } from "./kinds.ts";
import { PLATFORM_NAMES } from "./platforms.ts";
import { namedInAddress } from "./tel.ts";
import { fold, hasAny, isRefused, settled, withoutEnds } from "./text.ts";

const ADDRESS = /^(?:https?:\/\/)?([^ /:@?#]+\.[^ /:@?#]+)([/?#].*)?$/;
const NAMED = /^([^ /:@]+)(?: ?: ?@?| @ ?)(.+)$/;
const BEFORE = WRAPPING + BEFORE_A_PROFILE;
const AFTER = WRAPPING + AFTER_A_PROFILE;

const each = Object.entries(PLATFORMS);
const BY_HOST = new Map(each.flatMap(([name, { hosts }]) => hosts.map((host) => [host, name])));
const BY_ALIAS = new Map(
  each.flatMap(([name, { aliases }]) => [name, ...aliases].map((alias) => [alias, name])),
);

/**
 * The canonical form of a cleaned profile.
 *
 * @throws CheckError (`not-a-handle`, `unknown-platform`, `phone-number`, `invitation-link`)
 */
export function handleOf(text: string): string {
  const folded = settled(text, (each) => fold(withoutEnds(each, BEFORE, AFTER)));
  if (namedInAddress(folded)) throw refused("phone-number");
  if (INVITATION.test(folded)) throw refused("invitation-link");
  const [platform, name] = addressed(folded) ?? named(folded);
  const length = [...name].length;
  const wrong = hasAny(name, WRAPPING + NEVER_IN_A_NAME) || name.startsWith("+");
  if (length < 1 || length > LONGEST_PROFILE_NAME || wrong) {
    throw /^\+[0-9]+$/.test(name) ? refused("phone-number") : notOne("handle");
  }
  return `${platform}:${name}`;
}

type Profile = readonly [platform: string, name: string];

function addressed(folded: string): Profile | null {
  const [, host, rest] = ADDRESS.exec(folded) ?? [];
  if (host === undefined) return null;
  const platform = known(platformOf(host));
  return [platform, nameIn(platform, rest ?? "")];
}

/** The platform of a host, of its site for phones or of its site in one language. */
function platformOf(typed: string): string | undefined {
  let host = typed;
  const isKnown = () => BY_HOST.has(host) || PHONE_HOSTS.includes(host);
  while (!isKnown() && SUBDOMAIN.test(host)) host = host.replace(SUBDOMAIN, "");
  if (PHONE_HOSTS.includes(host)) throw refused("phone-number");
  return BY_HOST.get(host);
}

function named(folded: string): Profile {
  const [, platform, name] = NAMED.exec(folded) ?? [];
  if (platform === undefined || name === undefined) throw notOne("handle");
  if (PHONES.includes(platform)) throw refused("phone-number");
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
      if (name !== undefined && !NOT_NAMES.has(name)) {
        return withoutEnds(decoded(name).replace(/^@/, ""), "", AFTER);
      }
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
