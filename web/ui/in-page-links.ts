/**
 * Links to a place on the same page, such as the one that skips to the main part.
 *
 * A browser would add an entry to its history, and the quick exit could then replace only the
 * newest entry: Back would show this site. So the script moves the reader without a new entry.
 */

const INSIDE = "input, textarea, select";

function follow(event: MouseEvent): void {
  const link = (event.target as Element).closest<HTMLAnchorElement>('a[href^="#"]');
  const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (!link || elsewhere || event.button !== 0 || event.defaultPrevented) return;
  const place = document.getElementById(link.hash.slice(1));
  if (!place) return;
  event.preventDefault();
  leadTo(place);
}

/** Moves the focus too, so that the keyboard and screen readers continue from there. */
function leadTo(place: HTMLElement): void {
  place.scrollIntoView({ block: "start" });
  place.focus({ preventScroll: true });
  if (document.activeElement !== place) {
    place.querySelector<HTMLElement>(INSIDE)?.focus({ preventScroll: true });
  }
}

/** Follows such links on this page. */
export function followInPageLinks(): void {
  document.addEventListener("click", follow);
}
