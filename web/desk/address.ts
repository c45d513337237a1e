/** Addresses of desk pages in the language of this page. */

import { languagePrefix } from "../session/address.ts";

const DESK = "/desk/";

/** Added to the inbox's address after a report was deleted, so that the inbox says so. */
export const DELETED = "#deleted-for-good";

/** The address of a desk page given as the server names it, such as `/desk/team/`. */
export function deskPage(path: string): string {
  return languagePrefix(DESK) + path.slice(Math.max(path.indexOf(DESK), 0));
}

/** The address of a members' page, such as `join/`. */
export function membersPage(path: string): string {
  return `${languagePrefix(DESK)}/members/${path}`;
}

/** The page of a report. */
export function reportPage(uid: string): string {
  return deskPage(`${DESK}reports/${uid}/`);
}
