/** When a draft is kept: soon after the last key, while somebody types on, and at the end. */

/** Milliseconds after the last change. */
const PAUSE = 300;
/** Milliseconds after the first change that is not kept yet, however steadily others follow. */
const LONGEST = 1_000;

export class Keeping {
  private readonly keep: () => Promise<void>;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** When the first change came that is not kept yet. */
  private since: number | undefined;

  constructor(keep: () => Promise<void>) {
    this.keep = keep;
    const last = (): void => {
      if (this.since !== undefined) void this.now();
    };
    // Sealing takes a moment: `beforeunload` comes while the next page is still being asked for.
    addEventListener("beforeunload", last);
    addEventListener("pagehide", last);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") last();
    });
    // The quick exit has emptied the page: nothing may be kept.
    document.addEventListener("leaving", () => this.end());
    document.addEventListener("click", (event) => this.beforeLeaving(event), { capture: true });
  }

  /** Something changed. */
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

  /** Nothing is waiting to be kept. */
  end(): void {
    clearTimeout(this.timer);
    this.since = undefined;
  }

  /** A link, as to another language, is followed once all is kept; the quick exit at once. */
  private beforeLeaving(event: MouseEvent): void {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[href]:not(#leave)");
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!link || elsewhere || event.button !== 0 || this.since === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    void this.now().then(() => link.click());
  }
}
