/** Asks before unsaved text is lost with the page, but never on the quick exit. */

/** Have the browser ask before leaving while `unsaved` is true. Call the result to stop. */
export function warnBeforeLoss(unsaved: () => boolean): () => void {
  const warn = (event: BeforeUnloadEvent): void => {
    if (!unsaved()) return;
    event.preventDefault();
    // Browsers before 2023 need this.
    event.returnValue = true;
  };
  const end = (): void => removeEventListener("beforeunload", warn);
  addEventListener("beforeunload", warn);
  document.addEventListener("leaving", end);
  return end;
}
