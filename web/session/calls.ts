/** Calls of a logged-in person (docs/http.md), with the token of their session. */

import { CallError, call, type Method } from "./fetch.ts";

/** Present if a logged-in person opened the page. */
const meta = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]');

/** Whether a logged-in person opened the page. */
export const openedInSession = meta !== null;

/** A call that sends a body: its path and, where it needs one, its body. */
type AnyPost = readonly [path: string, body?: object];

/** The calls of one interface. `Post` is every call that sends a body. */
export class SessionCalls<Post extends AnyPost> {
  readonly root: string;
  readonly #renewal: string;
  #token = meta?.content ?? "";

  /**
   * `root` comes before every path; `renewal` is the path of a call that returns the newest token.
   */
  constructor(root: string, renewal: string) {
    this.root = root;
    this.#renewal = renewal;
  }

  /** Use the token of a session that has just begun. */
  useToken(fresh: unknown): void {
    if (typeof fresh === "string" && fresh) this.#token = fresh;
  }

  /** @throws CallError */
  get<T>(path: string): Promise<T> {
    return this.#call<T>("GET", path);
  }

  /** @throws CallError */
  post<T>(...[path, body = {}]: Post): Promise<T> {
    return this.#call<T>("POST", path, body);
  }

  /** @throws CallError */
  remove(path: string): Promise<unknown> {
    return this.#call("DELETE", path);
  }

  async #call<T>(method: Method, path: string, body?: object): Promise<T> {
    const send = () => call<T>(method, this.root + path, body, { csrf: this.#token });
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof CallError && error.code === "other-site" && this.#token)) throw error;
      // A log-in in another tab has changed the token: fetch the new one, once.
      this.useToken((await this.get<{ csrf: string }>(this.#renewal)).csrf);
      return send();
    }
  }
}
