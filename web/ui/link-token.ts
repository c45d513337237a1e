/** The token of an invitation link comes after the #, which browsers never send. */

const TOKEN = /^[\w-]{43}$/;

/**
 * Take the token out of the address at once, so that no screen or history shows it. Empty if the
 * link was cut short. A change of the language keeps the token. A second link pasted into this
 * page's address changes only what follows the #, so the page loads again for it.
 */
export function takeToken(): string {
  const token = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[hreflang]")) {
    link.addEventListener("click", () => {
      link.hash = token;
    });
  }
  addEventListener("hashchange", () => {
    if (TOKEN.test(location.hash.slice(1))) location.reload();
  });
  return TOKEN.test(token) ? token : "";
}
