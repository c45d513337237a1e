/** Asks once about phone numbers that look incomplete, before keeping a warning that has them. */

import { type Identifier, looksWhole } from "../../oblivious/normalise/index.ts";
import { fill, h } from "../../ui/dom.ts";
import { need } from "../../ui/parts.ts";
import { asked } from "./findings.ts";
import { valueText } from "./reading.ts";

export class WholeNumbers {
  /** The numbers that the person chose to keep. */
  readonly #kept = new Set<string>();

  /** Ask whether to keep numbers that may lack a digit. Resolves with whether to go on. */
  async agreed(identifiers: readonly Identifier[]): Promise<boolean> {
    const open = identifiers.filter((each) => !looksWhole(each) && !this.#kept.has(each.canonical));
    if (!open.length) return true;
    const list = need("#keep-numbers-list", HTMLElement);
    fill(list, ...open.map((each) => h("li", { dir: "auto" }, valueText(each))));
    const keep = await asked(need("#keep-numbers", HTMLDialogElement));
    fill(list);
    if (!keep) {
      need("#identifiers-box", HTMLElement).focus();
      return false;
    }
    for (const { canonical } of open) this.#kept.add(canonical);
    return true;
  }
}
