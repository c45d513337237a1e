/** Asking in a dialog before something is done that others will notice. */

import { need } from "../ui/parts.ts";
import { attempt, clearFaults } from "./attempt.ts";

/**
 * Open a dialog and do `work` when its main button is pressed; it closes when that is done, or when
 * the reader cancels. Escape closes it as well. `status` says what was done, and takes the focus
 * then: what opened the dialog may be gone.
 */
export function ask(
  dialog: HTMLDialogElement,
  work: () => Promise<void>,
  status?: HTMLElement,
): void {
  const form = need("form", HTMLFormElement, dialog);
  clearFaults(form);
  let pressed: HTMLButtonElement | null = null;
  // Older browsers do not say which button sent a form; Enter in a field is a click, too.
  form.onclick = ({ target }) => {
    pressed = target instanceof Element ? target.closest("button") : null;
  };
  form.onsubmit = (event) => {
    if (!pressed || pressed.value === "cancel") return;
    event.preventDefault();
    void attempt(form, work).then((done) => {
      if (!done) return;
      dialog.close();
      status?.focus();
    });
  };
  dialog.showModal();
  need("h2", HTMLElement, dialog).focus();
}
