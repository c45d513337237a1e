/** Asking before something is lost with the page, but never in the way of the quick exit. */

/** Have the browser ask before the page goes while `unsaved` is true; the result ends that. */
export function warnBeforeLoss(unsaved: () => boolean): () => void {
  const warn = (event: BeforeUnloadEvent): void => {
    if (!unsaved()) return;
    event.preventDefault();
    // Browsers of before 2023 ask only so.
    event.returnValue = true;
  };
  const end = (): void => removeEventListener("beforeunload", warn);
  addEventListener("beforeunload", warn);
  document.addEventListener("leaving", end);
  return end;
}
