/** Names of areas in the page's language, as the template gives them. */

import { need } from "../ui/parts.ts";

function named(code: string): HTMLDataElement | undefined {
  const { content } = need("template#names", HTMLTemplateElement);
  const areas = content.querySelectorAll<HTMLDataElement>('data[data-list="area"]');
  return [...areas].find((each) => each.value === code);
}

/** The name of an area; its code if the area is only in an earlier list of the site. */
export const areaName = (code: string): string => named(code)?.textContent ?? code;

/** The chosen areas that the site still has: an area that is gone must not hide any warning. */
export const knownAreas = (codes: readonly string[]): string[] => codes.filter(named);
