/** Copies a text. Not every browser allows this. */

import { fill } from "../ui/dom.ts";
import { t } from "../ui/messages.ts";

interface Place {
  /** What to say after copying. */
  message: string;
  status: HTMLElement;
  /** Where the text is: if the browser does not copy, it is selected, to be copied by hand. */
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
