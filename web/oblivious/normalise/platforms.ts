/** The platforms whose profiles can be checked. */

import { PLATFORMS } from "./generated.ts";

/**
 * A platform: its hosts, and the addresses of a profile as regular expressions.
 *
 * An address is a path without a slash at its end, or such a path with its query; the one group
 * is the name. `aliases` are what else people call the platform.
 */
export interface Platform {
  readonly hosts: readonly string[];
  readonly addresses: readonly RegExp[];
  readonly aliases: readonly string[];
}

/** What the platforms are called: each can be written before a colon and a profile's name. */
export const PLATFORM_NAMES: readonly string[] = Object.keys(PLATFORMS);
