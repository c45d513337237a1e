/** Calls to the desk's interface (docs/http.md), with the token of the session. */

import { SessionCalls } from "../session/calls.ts";
import { callForBytes } from "../session/fetch.ts";
import type { DeskGets, DeskPosts } from "../session/generated-calls.ts";

const desk = new SessionCalls<DeskGets, DeskPosts>("/desk/api/", "keys");

/** Use the token of a session that has just begun. */
export const useToken = desk.useToken.bind(desk);

/** @throws CallError */
export const get = desk.get.bind(desk);

/** @throws CallError */
export const post = desk.post.bind(desk);

/** @throws CallError */
export const remove = desk.remove.bind(desk);

/** The bytes of a sealed chunk. @throws CallError */
export function bytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return callForBytes(desk.root + path);
}
