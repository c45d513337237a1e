/** Addresses of pages in the language of this page. */

/** What comes before `root`, such as `/desk/`, in this page's address: a language, or nothing. */
export function languagePrefix(root: string): string {
  const { pathname } = location;
  return pathname.slice(0, Math.max(pathname.indexOf(root), 0));
}
