/** Calls to the desk's interface (docs/http.md), with the token of the session. */

import { CallError, call, callForBytes, type Method } from "../page/fetch.ts";
import { t } from "../page/messages.ts";

type Members = Readonly<Record<string, unknown>>;

const ROOT = "/desk/api/";

/** There where the page was opened by somebody logged in. */
const meta = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]');

let token = meta?.content ?? "";

/** Use the token of a session that has just begun. */
export function useToken(fresh: unknown): void {
  if (typeof fresh === "string" && fresh) token = fresh;
}

/** What a refusal says; an ended log-in needs another tab, so that nothing typed here is lost. */
export function refusal(error: CallError): string {
  return error.status === 401 && meta
    ? t("Your log-in has ended. Log in again in another tab, then come back: nothing is lost.")
    : error.message;
}

async function desk<T>(method: Method, path: string, body?: Members): Promise<T> {
  const send = () => call<T>(method, ROOT + path, body, { csrf: token });
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof CallError && error.code === "other-site" && token)) throw error;
    // A log-in in another tab has changed the token: take the new one, once.
    useToken((await get<{ csrf: string }>("keys")).csrf);
    return send();
  }
}

/** @throws CallError */
export function get<T>(path: string): Promise<T> {
  return desk<T>("GET", path);
}

/** @throws CallError */
export function post<T>(path: string, body: Members = {}): Promise<T> {
  return desk<T>("POST", path, body);
}

/** @throws CallError */
export function remove(path: string): Promise<unknown> {
  return desk("DELETE", path);
}

/** The bytes of a sealed chunk. @throws CallError */
export function bytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return callForBytes(ROOT + path);
}
