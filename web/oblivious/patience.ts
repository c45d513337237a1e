/** How long to wait for an answer: each call has its own limit, and several may share one. */

/**
 * Milliseconds that an answer may take before a site counts as unreachable; also the limit for a
 * check.
 */
export const PATIENCE = 20_000;

export class Patience {
  readonly #ending = new AbortController();
  readonly #together: AbortSignal | undefined;
  readonly #abort = () => this.#ending.abort();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `together` is a signal that ends several calls at once. */
  constructor(milliseconds: number, together?: AbortSignal) {
    this.#together = together;
    this.#timer = setTimeout(this.#abort, milliseconds);
    together?.addEventListener("abort", this.#abort);
    if (together?.aborted) this.#abort();
  }

  /** Aborted when the wait ends. */
  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  /** Wait again for this long, whatever the other calls do. */
  restart(milliseconds: number): void {
    this.end();
    this.#timer = setTimeout(this.#abort, milliseconds);
  }

  /** The answer arrived, or is no longer needed. */
  end(): void {
    clearTimeout(this.#timer);
    this.#together?.removeEventListener("abort", this.#abort);
  }
}
