/** What the page says of the site: where the key holder is, and the keys to pin. */

import { need } from "../ui/parts.ts";
import type { Pins } from "./settings.ts";

const shown = () => need("[data-keyholder-url]", HTMLElement).dataset;

/** The key holder's address, without a slash at its end; empty where checks are not set up. */
export function keyholderUrl(): string {
  return shown().keyholderUrl ?? "";
}

/** The keys that the site shows now; null where checks are not set up. */
export function shownPins(): Pins | null {
  const { releaseKey, logKey } = shown();
  return releaseKey && logKey ? { release: releaseKey, log: logKey } : null;
}
