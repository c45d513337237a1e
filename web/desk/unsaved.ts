/** Asking before something typed is lost with the page, but never in the way of the quick exit. */

/** Have the browser ask before the page goes while `unsaved` is true. */
export function warnBeforeLoss(unsaved: () => boolean): void {
  const warn = (event: Event) => {
    if (unsaved()) event.preventDefault();
  };
  addEventListener("beforeunload", warn);
  document.addEventListener("leaving", () => removeEventListener("beforeunload", warn));
}
