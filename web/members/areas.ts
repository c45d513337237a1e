/** Names of areas in the page's language, as the template gives them. */

import { need } from "../ui/parts.ts";

/** The name of an area; empty for an unknown code. */
export function areaName(code: string): string {
  const { content } = need("template#names", HTMLTemplateElement);
  const areas = content.querySelectorAll<HTMLDataElement>('data[data-list="area"]');
  return [...areas].find((each) => each.value === code)?.textContent ?? "";
}
