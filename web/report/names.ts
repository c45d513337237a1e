/** The names of questions and choices, as the template gives them in the page's language. */

import { need } from "../ui/parts.ts";

export type List = "question" | "when" | "place" | "kind" | "answer" | "consent" | "place-words";

/** The name of `code` in a list; empty for an unknown one. */
export function nameOf(list: List, code: string): string {
  const { content } = need("template#names", HTMLTemplateElement);
  for (const each of content.querySelectorAll<HTMLDataElement>(`data[data-list="${list}"]`)) {
    if (each.value === code) return each.textContent ?? "";
  }
  return "";
}

/** The name of a place; the code itself where an earlier list of the site had it. */
export const placeName = (code: string): string => nameOf("place", code) || code;
