/** Says what to do where the browser cannot keep keys from one page to the next (parts/unkept.html). */

import type { Vault } from "./vault.ts";

/** Show the advice if the browser does not give a stored key back. */
export async function warnIfUnkept(vault: Pick<Vault<unknown>, "keepsKeys">): Promise<void> {
  if (await vault.keepsKeys()) return;
  for (const part of document.querySelectorAll<HTMLElement>("[data-unkept]")) part.hidden = false;
}
