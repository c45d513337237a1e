/** Calls of a logged-in person (docs/http.md), with the token of their session. */

import { CallError, call, type Method } from "./fetch.ts";
import type { AnswerOf, BodyOf, Calls, PathOf } from "./typed.ts";

/** Present if a logged-in person opened the page. */
const meta = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]');

/** Whether a logged-in person opened the page. */
export const openedInSession = meta !== null;

/** The calls of one interface, by method. */
export class SessionCalls<Gets extends Calls, Posts extends Calls> {
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
  get<Path extends PathOf<Gets>>(path: Path, query = ""): Promise<AnswerOf<Gets, Path>> {
    return this.#call("GET", path + query);
  }

  /** @throws CallError */
  post<Path extends PathOf<Posts>>(
    path: Path,
    ...[body = {}]: BodyOf<Posts, Path>
  ): Promise<AnswerOf<Posts, Path>> {
    return this.#call("POST", path, body);
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
      this.useToken((await this.#call<{ csrf: string }>("GET", this.#renewal)).csrf);
      return send();
    }
  }
}
