/** Choosing the country of a phone number: the same countries that members choose from. */

import { REGIONS } from "../../oblivious/normalise/index.ts";
import { h } from "../../ui/dom.ts";
import { nameRegions } from "../../ui/region-names.ts";

let named: HTMLSelectElement | undefined;

/** A list of all countries, with one chosen. */
export function regionChoice(id: string, region: string): HTMLSelectElement {
  if (!named) {
    const options = REGIONS.map((code) => h("option", { value: code }, code));
    named = h("select", { class: "input", autocomplete: "off" }, ...options);
    nameRegions(named);
  }
  const choice = named.cloneNode(true) as HTMLSelectElement;
  choice.id = id;
  choice.value = region;
  return choice;
}
