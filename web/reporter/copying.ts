/** Copying a text, which not every browser allows. */

import { fill } from "../ui/dom.ts";
import { t } from "../ui/messages.ts";

interface Place {
  /** What to say once it is copied. */
  message: string;
  status: HTMLElement;
  /** Where the text stands: it is marked for copying by hand where the browser does not copy. */
  marks: HTMLElement;
}

export async function copy(text: string, { message, status, marks }: Place): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    fill(status, message);
  } catch {
    if (marks instanceof HTMLTextAreaElement) marks.select();
    else getSelection()?.selectAllChildren(marks);
    fill(status, t("The browser did not allow it. Copy the marked words yourself."));
  }
}
