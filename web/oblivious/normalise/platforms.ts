/** The platforms whose profiles can be checked. */

import { PLATFORMS } from "./generated.ts";

/**
 * A platform: its hosts, and the addresses of a profile as regular expressions.
 *
 * An address is a path without a slash at its end, with or without its query; its only group is the
 * name. `aliases` are other words that people use for the platform.
 */
export interface Platform {
  readonly hosts: readonly string[];
  readonly addresses: readonly RegExp[];
  readonly aliases: readonly string[];
}

/** The platforms' names: people can write each of them before a colon and a profile's name. */
export const PLATFORM_NAMES: readonly string[] = Object.keys(PLATFORMS);
