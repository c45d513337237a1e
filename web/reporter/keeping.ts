/**
 * When to store a draft: soon after the last key, now and then during long typing, and at the end.
 */

/** Milliseconds to wait after the last change. */
const PAUSE = 300;
/**
 * The most milliseconds to wait after the first unstored change, however steadily others follow.
 */
const LONGEST = 1_000;

export class Keeping {
  private readonly keep: () => Promise<void>;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** The time of the first change that is not stored yet. */
  private since: number | undefined;

  constructor(keep: () => Promise<void>) {
    this.keep = keep;
    const last = (): void => {
      if (this.since !== undefined) void this.now();
    };
    // Sealing takes a moment, so begin at `beforeunload`, while the browser still requests the next
    // page.
    addEventListener("beforeunload", last);
    addEventListener("pagehide", last);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") last();
    });
    // The quick exit has emptied the page, so store nothing.
    document.addEventListener("leaving", () => this.end());
    document.addEventListener("click", (event) => this.beforeLeaving(event), { capture: true });
  }

  /** Something has changed, so store it soon. */
  soon(): void {
    const now = performance.now();
    this.since ??= now;
    clearTimeout(this.timer);
    const left = this.since + LONGEST - now;
    this.timer = setTimeout(() => void this.now(), Math.max(0, Math.min(PAUSE, left)));
  }

  now(): Promise<void> {
    this.end();
    return this.keep();
  }

  /** Stop waiting: there is nothing left to store. */
  end(): void {
    clearTimeout(this.timer);
    this.since = undefined;
  }

  /**
   * Follow a link, such as to another language, once everything is stored; the quick exit at once.
   */
  private beforeLeaving(event: MouseEvent): void {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[href]:not(#leave)");
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!link || elsewhere || event.button !== 0 || this.since === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    void this.now().then(() => link.click());
  }
}
