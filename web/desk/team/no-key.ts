/** What somebody without the key sees: whom to ask, and the numbers to read to them. */

import { fingerprint } from "../../sealing/keys.ts";
import { fill } from "../../ui/dom.ts";
import { button, byId } from "../../ui/parts.ts";
import { ownPublicKey } from "../keys.ts";
import type { Desk } from "../lock-screen.ts";

/** Let the button fetch the page again: by then a colleague may have given the key. */
export function lookAgainByButton(): void {
  button("look-again").onclick = () => location.reload();
}

/** Show or hide the notice. */
export async function showNoKey({ unlocked }: Desk, lacksKey: boolean): Promise<void> {
  byId("no-key").hidden = !lacksKey;
  fill(byId("no-key-fingerprint"), lacksKey && (await fingerprint(await ownPublicKey(unlocked))));
}
