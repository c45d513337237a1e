/** The names of phone numbers' countries in the page's language. */

import { fill } from "./dom.ts";
import { locale } from "./parts.ts";

/** A country's name; its two letters if the browser knows no name. */
export function regionName(code: string): string {
  return new Intl.DisplayNames([locale()], { type: "region" }).of(code) ?? code;
}

/** Name the countries of a list, and sort them by name. */
export function nameRegions(select: HTMLSelectElement): void {
  const names = new Intl.DisplayNames([locale()], { type: "region" });
  const chosen = select.value;
  const options = [...select.options];
  for (const option of options) fill(option, names.of(option.value) ?? option.value);
  const { compare } = new Intl.Collator(locale());
  options.sort((a, b) => compare(a.text, b.text));
  select.append(...options);
  select.value = chosen;
}
