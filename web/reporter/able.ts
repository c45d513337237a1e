/**
 * Whether a browser has all that the reporter's pages use; if not, the page without script stays.
 */

import { loadMessages } from "../ui/messages.ts";

/** Take the page over with `start`, unless the browser lacks what the page will need later. */
export async function startIfAble(start: () => Promise<void> | void): Promise<void> {
  if (!isAble()) return stayPlain();
  await loadMessages();
  await start();
}

/**
 * The code is written for browsers of 2020 (build.mjs), in its syntax; some of what it calls came
 * later, as Chrome 86 and Safari 14 did, or is not there for pages that came without HTTPS.
 */
function isAble(): boolean {
  return (
    "replaceChildren" in Element.prototype &&
    "arrayBuffer" in Blob.prototype &&
    window.crypto?.subtle !== undefined
  );
}

/** The script does not start, so show what was waiting for it. */
function stayPlain(): void {
  for (const part of document.querySelectorAll(".waits")) part.classList.remove("waits");
}
