/** The names of questions and choices in the page's language, from the template. */

import { need } from "../ui/parts.ts";

export type List = "question" | "when" | "place" | "kind" | "answer" | "consent" | "place-words";

/** The name of `code` in a list; empty if the code is unknown. */
export function nameOf(list: List, code: string): string {
  const { content } = need("template#names", HTMLTemplateElement);
  for (const each of content.querySelectorAll<HTMLDataElement>(`data[data-list="${list}"]`)) {
    if (each.value === code) return each.textContent ?? "";
  }
  return "";
}

/** The name of a place; its code if the place is only in an earlier list of the site. */
export const placeName = (code: string): string => nameOf("place", code) || code;
