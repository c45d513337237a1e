/** Addresses of members' pages in the language of this page. */

const MEMBERS = "/members/";

/** The address of a members' page, such as `log-in/`; the home page is empty. */
export function membersPage(path = ""): string {
  const { pathname } = location;
  return pathname.slice(0, Math.max(pathname.indexOf(MEMBERS), 0)) + MEMBERS + path;
}
