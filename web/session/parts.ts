/** Showing the parts of a page behind a log-in. */

import { fill } from "../ui/dom.ts";
import { goTo, need, takeOver } from "../ui/parts.ts";
import { forgetWhenLeaving } from "./vault.ts";

/** Put text into a part and show it; hide the part if the text is empty. */
export function say(part: HTMLElement, text: string): void {
  fill(part, text);
  part.hidden = !text;
}

/** Show one step of a page, hide the others, and move the reader to its heading. */
export function showStep(name: string): HTMLElement {
  const steps = [...document.querySelectorAll<HTMLElement>("[data-step]")];
  for (const step of steps) step.hidden = step.dataset.step !== name;
  const shown = need(`[data-step="${name}"]`, HTMLElement);
  goTo(need("h1", HTMLElement, shown));
  return shown;
}

/**
 * Show what is useful only when the script runs, and let people show passphrases. Every page of the
 * desk and of members calls this first, which also prepares the quick exit.
 */
export function reveal(): void {
  forgetWhenLeaving();
  takeOver();
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-reveals]")) {
    button.addEventListener("click", () => togglePassphrase(button));
  }
}

function togglePassphrase(button: HTMLButtonElement): void {
  const input = need(`#${button.dataset.reveals}`, HTMLInputElement);
  const shown = input.type === "password";
  input.type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", String(shown));
}
