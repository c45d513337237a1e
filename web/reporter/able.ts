/**
 * Whether a browser has all that the reporter's pages use. If not, the page without script stays.
 */

import { loadMessages } from "../ui/messages.ts";

/**
 * Start the script with `start`, unless the browser lacks something that the page will need later.
 */
export async function startIfAble(start: () => Promise<void> | void): Promise<void> {
  if (!isAble()) return stayPlain();
  await loadMessages();
  await start();
}

/**
 * The syntax of the code suits browsers of 2020 (build.mjs). Some functions that it calls came
 * later, with Chrome 86 and Safari 14, and some are missing on pages without HTTPS.
 */
function isAble(): boolean {
  return (
    "replaceChildren" in Element.prototype &&
    "arrayBuffer" in Blob.prototype &&
    window.crypto?.subtle !== undefined
  );
}

/** Show the parts for pages without script, because the script does not start. */
function stayPlain(): void {
  for (const part of document.querySelectorAll(".waits")) part.classList.remove("waits");
}
