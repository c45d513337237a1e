/**
 * Quick exit: one touch, or three presses of Escape, and this page is gone.
 *
 * The script empties the page at once, whatever the network does, and clears what the page stored
 * in this tab. The link's address, which clears the rest, replaces this page in the history.
 * Scripts that store a draft stop at the event `leaving` on the document.
 */

const PRESSES = 3;
/** Milliseconds within which the presses must come. */
const WITHIN = 2_000;

let leavingTo: string | undefined;

function clear(): void {
  window.name = "";
  try {
    sessionStorage.clear();
  } catch {
    // Storage is off, so nothing was stored.
  }
}

function coverPage(): void {
  document.title = "…";
  const cover = document.createElement("div");
  cover.className = "cover";
  document.body.textContent = "";
  document.body.append(cover);
}

function leave(address: string): void {
  const first = leavingTo === undefined;
  leavingTo = address;
  coverPage();
  if (first) document.dispatchEvent(new Event("leaving"));
  clear();
  location.replace(address);
}

/** Counts presses of Escape; a key held down counts as one press. */
export function countPresses(): (
  event: Pick<KeyboardEvent, "key" | "repeat" | "timeStamp">,
) => boolean {
  let presses: number[] = [];
  return ({ key, repeat, timeStamp }) => {
    if (repeat) return false;
    if (key !== "Escape") {
      presses = [];
      return false;
    }
    presses = [...presses.filter((at) => timeStamp - at <= WITHIN), timeStamp];
    return presses.length >= PRESSES;
  };
}

/**
 * Links between our pages replace this page's entry in the history if the page or the link is
 * marked `data-replace`. So the history has one entry of ours, which the quick exit replaces.
 */
function followReplacing(event: MouseEvent): void {
  const link = (event.target as Element).closest<HTMLAnchorElement>(
    "a[data-replace], [data-replace] a[href]",
  );
  const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (!link || elsewhere || event.button !== 0 || event.defaultPrevented) return;
  if (link.origin !== location.origin || link.getAttribute("href")?.startsWith("#")) return;
  event.preventDefault();
  location.replace(link.href);
}

/** Behind an open dialog nothing can be pressed, so each dialog gets the link too. */
function copiesInDialogs(link: HTMLAnchorElement): HTMLAnchorElement[] {
  return [...document.querySelectorAll("dialog")].map((dialog) => {
    const copy = link.cloneNode(true) as HTMLAnchorElement;
    copy.removeAttribute("id");
    dialog.prepend(copy);
    return copy;
  });
}

/** Installs the quick exit on a page that has a link with the id `leave`. */
export function installQuickExit(): void {
  document.addEventListener("click", followReplacing);
  const link = document.querySelector<HTMLAnchorElement>("a#leave");
  if (!link) return;
  const address = link.href;
  for (const each of [link, ...copiesInDialogs(link)]) {
    each.addEventListener("click", (event) => {
      event.preventDefault();
      leave(address);
    });
  }
  const pressed = countPresses();
  const press = (event: KeyboardEvent) => {
    if (pressed(event)) leave(address);
  };
  document.addEventListener("keydown", press, { capture: true });
  // Also clear what was written to the tab's storage while the page was closing.
  const clearAgain = () => {
    if (leavingTo !== undefined) clear();
  };
  window.addEventListener("pagehide", clearAgain);
  document.addEventListener("visibilitychange", clearAgain);
  window.addEventListener("pageshow", () => {
    if (leavingTo !== undefined) leave(leavingTo);
  });
}
