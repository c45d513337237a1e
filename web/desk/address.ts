/** Addresses of desk pages in the language of this page. */

const DESK = "/desk/";

/** What follows the address of the inbox where a report was just deleted, to be told there. */
export const DELETED = "#deleted-for-good";

/** What stands before `/desk/` in this page's address: nothing, or a language. */
function prefix(): string {
  return location.pathname.slice(0, Math.max(location.pathname.indexOf(DESK), 0));
}

/** The address of a desk page given as the server names it, such as `/desk/team/`. */
export function deskPage(path: string): string {
  return prefix() + path.slice(Math.max(path.indexOf(DESK), 0));
}

/** The address of a members' page, such as `join/`. */
export function membersPage(path: string): string {
  return `${prefix()}/members/${path}`;
}

/** The page of a report. */
export function reportPage(uid: string): string {
  return deskPage(`${DESK}reports/${uid}/`);
}
