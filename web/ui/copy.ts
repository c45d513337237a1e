/** Copying to the clipboard, and saying whether it worked. */

import { fill } from "./dom.ts";
import { t } from "./messages.ts";
import { slot } from "./parts.ts";

/** Copy `text`, and say so in the area's `copied` part. */
export async function copy(area: ParentNode, text: string): Promise<void> {
  const status = slot(area, "copied");
  try {
    await navigator.clipboard.writeText(text);
    fill(status, t("Copied."));
  } catch {
    fill(status, t("The browser did not copy it. Mark it and copy it yourself."));
  }
}
