/** The counts in the desk's menu of what somebody has to do. */

import { fill } from "../ui/dom.ts";

/** Show how much waits on the page at `path`; nothing is shown for none. */
export function showWaiting(path: string, count: number): void {
  const place = document.querySelector<HTMLElement>(`[data-waiting="${path}"]`);
  const number = place?.querySelector<HTMLElement>("[data-count]");
  if (!place || !number) return;
  fill(number, String(count));
  place.hidden = count === 0;
}
