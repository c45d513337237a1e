/** Shows what is wrong: at each field, and all of it at the top, with links to the fields. */

import { fill, h } from "./dom.ts";
import { t } from "./messages.ts";
import { byId } from "./parts.ts";

/** What is wrong: messages by the id of a field or of a group of fields. */
export type Faults = Map<string, string>;

/** Show these faults in place of earlier ones, and move the reader to them. */
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
  unmark(document);
}

/** Remove the errors shown at the fields of `root`. */
export function unmark(root: ParentNode): void {
  for (const error of root.querySelectorAll<HTMLElement>(".field > .error")) {
    showError(error, "");
    error.closest(".field")?.classList.remove("wrong");
  }
  for (const field of root.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
  }
}

/** Show at one field what is wrong with it. */
export function mark(id: string, message: string): void {
  const error = byId(`${id}-error`);
  showError(error, message);
  error.closest(".field")?.classList.add("wrong");
  const field = byId(id);
  if (field.matches("input, textarea, select")) field.setAttribute("aria-invalid", "true");
}

/**
 * Show an error in its line. With an empty message, empty the line too, because hidden text still
 * describes its field.
 */
export function showError(line: HTMLElement, message: string): void {
  if (!message) line.replaceChildren();
  else
    fill(line, h("span", { class: "sr" }, t("Error:")), " ", h("span", { dir: "auto" }, message));
  line.hidden = !message;
}

function lineFor(id: string, message: string): HTMLLIElement {
  const go = (event: Event): void => {
    // The address does not change, so the history gets no entry.
    event.preventDefault();
    const field = byId(id);
    const inside = field.querySelector<HTMLElement>("input, textarea");
    (field.matches("input, textarea, select") ? field : (inside ?? field)).focus();
  };
  return h("li", {}, h("a", { href: `#${id}`, onclick: go }, message));
}
