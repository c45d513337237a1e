/** Showing what is wrong: at each field, and together at the top, with links to the fields. */

import { fill, h } from "../page/dom.ts";
import { byId, slot } from "./parts.ts";
import type { Faults } from "./questions.ts";

/** Show these faults in place of those before, and lead the reader to them. */
export function showFaults(faults: Faults): void {
  clearFaults();
  const list = byId("error-list");
  for (const [id, message] of faults) {
    mark(id, message);
    list.append(lineFor(id, message));
  }
  const summary = byId("errors");
  summary.hidden = faults.size === 0;
  if (faults.size === 0) return;
  summary.scrollIntoView({ block: "start" });
  summary.focus();
}

export function clearFaults(): void {
  byId("errors").hidden = true;
  byId("error-list").replaceChildren();
  for (const error of document.querySelectorAll<HTMLElement>(".field > .error")) {
    error.hidden = true;
    error.closest(".field")?.classList.remove("wrong");
  }
  for (const field of document.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
  }
}

function mark(id: string, message: string): void {
  const error = byId(`${id}-error`);
  fill(slot(error, "message"), message);
  error.hidden = false;
  error.closest(".field")?.classList.add("wrong");
  const field = byId(id);
  if (field.matches("input, textarea, select")) field.setAttribute("aria-invalid", "true");
}

function lineFor(id: string, message: string): HTMLLIElement {
  const go = (event: Event): void => {
    // No address is changed, so no entry is added to the history.
    event.preventDefault();
    const field = byId(id);
    const inside = field.querySelector<HTMLElement>("input, textarea");
    (field.matches("input, textarea, select") ? field : (inside ?? field)).focus();
  };
  return h("li", {}, h("a", { href: `#${id}`, onclick: go }, message));
}
