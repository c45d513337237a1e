/** Text that people wrote, with a line that explains its boxes (strangers.ts). */

import { type Attributes, h } from "./dom.ts";
import { t } from "./messages.ts";
import { hasBoxes } from "./strangers.ts";

/** A text in its own paragraph, and a line that explains its boxes. */
export function writtenText(text: string, attributes: Attributes = {}): (HTMLElement | null)[] {
  return [h("p", { class: "written", dir: "auto", ...attributes }, text), boxNote(text)];
}

/** Explains the boxes in some texts, to go right after them; null if there are none. */
export function boxNote(...texts: string[]): HTMLElement | null {
  if (!texts.some(hasBoxes)) return null;
  return h("p", { class: "hint" }, t("“U+” and a number stand for a mark that cannot be seen."));
}
