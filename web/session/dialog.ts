/** Asks in a dialog before doing something that others will notice. */

import { need } from "../ui/parts.ts";
import { attempt, clearFaults } from "./attempt.ts";

/**
 * Open a dialog and do `work` when somebody presses its main button. The dialog closes after that,
 * or when the reader cancels or presses Escape. `status` says what was done, and then takes the
 * focus, because whatever opened the dialog may be gone.
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
