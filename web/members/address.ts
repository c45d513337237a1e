/** Addresses of members' pages in the language of this page. */

import { languagePrefix } from "../session/address.ts";

const MEMBERS = "/members/";

/** The address of a members' page, such as `log-in/`; the home page is empty. */
export function membersPage(path = ""): string {
  return languagePrefix(MEMBERS) + MEMBERS + path;
}
