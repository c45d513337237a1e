/** What the pages without a session send (docs/http.md). */

import { type CallOptions, call } from "../session/fetch.ts";
import type { ReporterPost } from "../session/generated-calls.ts";

/** @throws CallError */
export function post<T>(
  ...[path, body, options]: [...ReporterPost, options: CallOptions]
): Promise<T> {
  return call<T>("POST", path, body, options);
}
