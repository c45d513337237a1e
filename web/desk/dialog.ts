/** Asking in a dialog before something is done that others will notice. */

import { need } from "../reporter/parts.ts";
import { attempt, clearFaults } from "./attempt.ts";

/**
 * Open a dialog and do `work` when its main button is pressed; it closes when that is done, or
 * when the reader turns away. Escape closes it as well.
 */
export function ask(dialog: HTMLDialogElement, work: () => Promise<void>): void {
  const form = need("form", HTMLFormElement, dialog);
  clearFaults(form);
  form.onsubmit = (event) => {
    const { submitter } = event as SubmitEvent;
    if (submitter instanceof HTMLButtonElement && submitter.value === "cancel") return;
    event.preventDefault();
    void attempt(form, work).then((done) => {
      if (done) dialog.close();
    });
  };
  dialog.showModal();
  need("h2", HTMLElement, dialog).focus();
}
