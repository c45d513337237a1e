/** Shows the seven words, and goes on only once the person has saved them. */

import { fill, h } from "../ui/dom.ts";
import { t } from "../ui/messages.ts";
import { button, byId, need } from "../ui/parts.ts";
import { copy } from "./copying.ts";

/** Start the screen of words; `send` is called once the words are saved. */
export function enlivenReceipt(words: () => readonly string[], send: () => void): void {
  const saved = need("#saved", HTMLInputElement);
  saved.addEventListener("change", () => {
    allowSending(saved.checked);
    sayFailure("");
  });
  need("#send", HTMLFormElement).addEventListener("submit", () => {
    if (saved.checked) return send();
    sayFailure(t("Save the seven words first. Then tick the box."));
    saved.focus();
  });
  button("copy").addEventListener("click", () => {
    const message = t("Copied. Paste the words somewhere safe, then copy something else.");
    void copy(words().join(" "), { message, status: byId("copied"), marks: byId("words") });
  });
  button("copy-report").addEventListener("click", () => {
    const message = t("Copied. Paste it where nobody else looks.");
    const marks = written();
    void copy(marks.value, { message, status: byId("report-copied"), marks });
  });
  button("print").addEventListener("click", () => print());
}

export function showWords(words: readonly string[]): void {
  byId("words").replaceChildren(...words.map((word) => h("li", {}, h("span", {}, word))));
  const saved = need("#saved", HTMLInputElement);
  saved.checked = false;
  allowSending(false);
  fill(byId("copied"), "");
  sayFailure("");
}

function allowSending(allowed: boolean): void {
  button("send-button").setAttribute("aria-disabled", String(!allowed));
}

/** Show that work is going on, and whether it can be stopped; an empty text hides this. */
export function sayBusy(text: string, stops = false): void {
  fill(byId("busy"), text);
  byId("stop-line").hidden = !stops;
  const saved = need("#saved", HTMLInputElement);
  saved.disabled = Boolean(text);
  button("receipt-back").disabled = Boolean(text);
  allowSending(!text && saved.checked);
}

const written = () => need("#report-written", HTMLTextAreaElement);

/** Show why something failed, and the unsent text, to copy. Empty texts hide this. */
export function sayFailure(text: string, unsent = ""): void {
  const failure = byId("send-failed");
  fill(need("[data-slot=message]", HTMLElement, failure), text);
  fill(byId("report-copied"), "");
  written().value = unsent;
  byId("keep-report").hidden = !unsent;
  failure.hidden = !text;
}
