/** Calls to the desk's interface (docs/http.md), with the token of the session. */

import { type CallError, callForBytes } from "../page/fetch.ts";
import { t } from "../page/messages.ts";
import { openedInSession, SessionCalls } from "../page/session-calls.ts";

const desk = new SessionCalls("/desk/api/", "keys");

/** Use the token of a session that has just begun. */
export const useToken = desk.useToken.bind(desk);

/** @throws CallError */
export const get: <T>(path: string) => Promise<T> = desk.get.bind(desk);

/** @throws CallError */
export const post: <T>(path: string, body?: Readonly<Record<string, unknown>>) => Promise<T> =
  desk.post.bind(desk);

/** @throws CallError */
export const remove = desk.remove.bind(desk);

/** What a refusal says; an ended log-in needs another tab, so that nothing typed here is lost. */
export function refusal(error: CallError): string {
  return error.status === 401 && openedInSession
    ? t("Your log-in has ended. Log in again in another tab, then come back: nothing is lost.")
    : error.message;
}

/** The bytes of a sealed chunk. @throws CallError */
export function bytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return callForBytes(desk.root + path);
}
