/** Asks before something that is not sent is lost with the page, but never on the quick exit. */

import { button, byId, need } from "../ui/parts.ts";
import { warnBeforeLoss } from "../ui/unsaved.ts";

/**
 * While `unsent` is true, a link of the page asks first, on the page: not every phone's browser
 * asks by itself. For Back, a reload and a closed tab the browser asks where it can. The returned
 * function ends this.
 */
export function askBeforeLeaving(unsent: () => boolean, stay: () => void): () => void {
  const box = byId("not-sent");
  let link: HTMLAnchorElement | undefined;
  const endWarning = warnBeforeLoss(unsent);
  const ask = (event: MouseEvent): void => {
    const found = (event.target as Element).closest<HTMLAnchorElement>("a[href]:not(#leave)");
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!found || elsewhere || event.button !== 0 || !unsent()) return;
    if (found.getAttribute("href")?.startsWith("#")) return;
    event.preventDefault();
    event.stopPropagation();
    link = found;
    box.hidden = false;
    box.scrollIntoView({ block: "start" });
    need("h2", HTMLElement, box).focus({ preventScroll: true });
  };
  const end = (): void => {
    endWarning();
    document.removeEventListener("click", ask, { capture: true });
  };
  document.addEventListener("click", ask, { capture: true });
  // The browser may keep the page for its Back button; what is there then was given up already.
  addEventListener("pagehide", end);
  button("not-sent-stay").addEventListener("click", () => {
    box.hidden = true;
    stay();
  });
  button("not-sent-leave").addEventListener("click", () => {
    end();
    link?.click();
  });
  return end;
}
