/** What the page says about the site: where the key holder is, and the keys to pin. */

import { need } from "../ui/parts.ts";
import type { Pins } from "./settings.ts";

const shown = () => need("[data-keyholder-url]", HTMLElement).dataset;

/** The key holder's address, without a slash at its end; empty if the site offers no checks. */
export function keyholderUrl(): string {
  return shown().keyholderUrl ?? "";
}

/** The keys that the site shows now; null if it offers no checks. */
export function shownPins(): Pins | null {
  const { releaseKey, logKey } = shown();
  return releaseKey && logKey ? { release: releaseKey, log: logKey } : null;
}
