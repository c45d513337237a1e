/** The token of a link that lets one person in: behind the #, which browsers never send. */

const TOKEN = /^#[\w-]{43}$/;

/**
 * The token, taken out of the address at once, so that no screen or history shows it. Whoever goes
 * on in another language takes it along. Another link that is put into the address of this page
 * changes only what is behind the #, so the page is loaded anew for it.
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
    if (TOKEN.test(location.hash)) location.reload();
  });
  return token;
}
