/** Says at once that log-in needs a browser that stores this site's cookies. */

import { t } from "../ui/messages.ts";
import { Fault } from "./faults.ts";

/** @throws Fault if the browser stores no cookies */
export function needCookies(): void {
  if (keepsCookies()) return;
  throw new Fault(
    "",
    t(
      "This browser keeps nothing for this site, so you cannot log in with it. Allow cookies for this site in its settings, then load this page again. Or use another browser.",
    ),
  );
}

/**
 * Chromium says that cookies are on even if it blocks all data of sites; local storage shows it.
 */
function keepsCookies(): boolean {
  try {
    void window.localStorage;
    return navigator.cookieEnabled;
  } catch {
    return false;
  }
}
