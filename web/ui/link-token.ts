/** The token of an invitation link: it follows the #, which browsers never send. */

const TOKEN = /^[\w-]{43}$/;

/**
 * The token, taken out of the address at once, so that no screen or history shows it; none of a
 * link that was cut short. It is kept when the language is changed. A second link pasted into this page's address changes only what
 * follows the #, so the page is loaded again for it.
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
