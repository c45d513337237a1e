/** Names of areas in the page's language, as the template gives them. */

import { need } from "../ui/parts.ts";

function named(code: string): HTMLDataElement | undefined {
  const { content } = need("template#names", HTMLTemplateElement);
  const areas = content.querySelectorAll<HTMLDataElement>('data[data-list="area"]');
  return [...areas].find((each) => each.value === code);
}

/** The name of an area; the code itself where an earlier list of the site had it. */
export const areaName = (code: string): string => named(code)?.textContent ?? code;

/** Those areas that the site still has: what was chosen before must hide no warning. */
export const knownAreas = (codes: readonly string[]): string[] => codes.filter(named);
