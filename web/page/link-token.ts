/** The token of a link that lets one person in: behind the #, which browsers never send. */

/**
 * The token, taken out of the address at once, so that no screen or history shows it. Whoever goes
 * on in another language takes it along.
 */
export function takeToken(): string {
  const token = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[hreflang]")) {
    link.addEventListener("click", () => {
      link.hash = token;
    });
  }
  return token;
}
