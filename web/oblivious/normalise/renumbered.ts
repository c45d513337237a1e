/** Gives a telephone its one number, if people write it in several forms or its country changed it. */

import { RENUMBERED } from "./generated.ts";

/** The one number of a telephone. */
export function renumbered(e164: string): string {
  for (const [form, number] of RENUMBERED) {
    const found = form.exec(e164);
    if (found) return number.replace(/\{(\d)\}/g, (_, group) => found[Number(group)] ?? "");
  }
  return e164;
}
