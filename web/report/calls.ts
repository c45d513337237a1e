/** The calls of the pages without a session (docs/http.md). */

import { type CallOptions, call } from "../session/fetch.ts";
import type { ReporterGets, ReporterPosts } from "../session/generated-calls.ts";
import type { AnswerOf, BodyOf, PathOf } from "../session/typed.ts";

/** @throws CallError */
export function get<Path extends PathOf<ReporterGets>>(
  path: Path,
  options: CallOptions = {},
  query = "",
): Promise<AnswerOf<ReporterGets, Path>> {
  return call("GET", path + query, undefined, options);
}

/** @throws CallError */
export function post<Path extends PathOf<ReporterPosts>>(
  path: Path,
  body: BodyOf<ReporterPosts, Path>[0],
  options: CallOptions,
): Promise<AnswerOf<ReporterPosts, Path>> {
  return call("POST", path, body, options);
}
