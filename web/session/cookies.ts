/** Telling at once that nobody can log in with a browser that keeps no cookies of this site. */

import { t } from "../ui/messages.ts";
import { Fault } from "./attempt.ts";

/** @throws Fault where none is kept */
export function needCookies(): void {
  if (keepsCookies()) return;
  throw new Fault(
    "",
    t(
      "This browser keeps nothing for this site, so you cannot log in with it. Allow cookies for this site in its settings, then load this page again. Or use another browser.",
    ),
  );
}

/** Chromium says that cookies are on even where it blocks all data of sites; storage tells. */
function keepsCookies(): boolean {
  try {
    void window.localStorage;
    return navigator.cookieEnabled;
  } catch {
    return false;
  }
}
