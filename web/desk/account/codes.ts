/** Recovery codes, shown once: the reader goes on only after saying that they are saved. */

import { attempt } from "../../session/attempt.ts";
import { Fault } from "../../session/faults.ts";
import { showStep } from "../../session/parts.ts";
import { copy } from "../../ui/copy.ts";
import { fill, h } from "../../ui/dom.ts";
import { t } from "../../ui/messages.ts";
import { need } from "../../ui/parts.ts";

const GROUP = 5;

const spaced = (code: string) => code.replace(new RegExp(`(.{${GROUP}})(?=.)`, "g"), "$1 ");

/** Show the codes of parts/recovery_codes.html until they are saved. */
export function showCodes(codes: readonly string[]): Promise<void> {
  const step = showStep("codes");
  const form = need("#codes-form", HTMLFormElement);
  const saved = need("#codes-saved", HTMLInputElement);
  saved.checked = false;
  const list = need("#codes", HTMLElement);
  fill(list, ...codes.map((code) => h("li", {}, spaced(code))));
  need("#copy-codes", HTMLButtonElement).onclick = () => copy(step, codes.map(spaced).join("\n"));
  need("#print-codes", HTMLButtonElement).onclick = () => print();
  return new Promise((resolve) => {
    form.onsubmit = (event) => {
      event.preventDefault();
      void attempt(form, async () => {
        if (!saved.checked) throw new Fault("codes-saved", t("Save the codes first, then tick."));
        fill(list);
        resolve();
      });
    };
  });
}
