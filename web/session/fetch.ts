/** Calls to the server (docs/http.md): JSON or sealed bytes, errors, a second try, the puzzle. */

import { loadModule } from "../ui/load.ts";
import { t } from "../ui/messages.ts";

export type Method = "GET" | "POST" | "PUT" | "DELETE";

export interface CallOptions {
  /** The look-up secret of a receipt, b64u. */
  receipt?: string;
  /** The token of a caseworker's session. */
  csrf?: string;
  /** Whether sending the call twice does no harm, as with a `uid`. Always true for GET and PUT. */
  again?: boolean;
  signal?: AbortSignal;
  work?: Work;
}

/**
 * The work for a puzzle that a call may require. The caller stores it, so that it is done only
 * once.
 */
export interface Work {
  /** Called with the chance, from 0 to 1, that the puzzle would be solved by now; 1 when it is. */
  solving?: (part: number) => void;
  /** Stops the work. */
  signal?: AbortSignal;
  /** The last solution, sent with each call: it is valid for ten minutes. */
  proof?: string;
}

/**
 * The code of a call that somebody stopped during its puzzle. The server had refused the call
 * before.
 */
export const STOPPED = "stopped";

/** Fields of an error answer. */
type Fields = Readonly<Record<string, unknown>>;

/**
 * A call failed. `message` is for people and says what to do; `field` names the field at fault.
 * `status` is 0 and `code` is `network` if no answer came.
 */
export class CallError extends Error {
  override name = "CallError";
  readonly status: number;
  readonly code: string;
  readonly field: string | null;
  /** The whole answer: for `key-retired`, for example, it has the key to seal to instead. */
  readonly answer: Fields;

  constructor(status: number, answer: Fields) {
    const error = (answer.error ?? {}) as { code?: string; message?: string; field?: string };
    super(error.message ?? t("Something went wrong on our side. Please try again."));
    this.status = status;
    this.code = error.code ?? "fault";
    this.field = error.field ?? null;
    this.answer = answer;
  }
}

type Body = Uint8Array<ArrayBuffer> | object | undefined;

/** Calls, and resolves with the JSON of the answer. @throws CallError */
export async function call<Answer>(
  method: Method,
  path: string,
  body?: Body,
  options: CallOptions = {},
): Promise<Answer> {
  return (await (await answered(method, path, body, options)).json()) as Answer;
}

/** Gets sealed bytes. @throws CallError */
export async function callForBytes(
  path: string,
  options: CallOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await answered("GET", path, undefined, options);
  return new Uint8Array(await answer.arrayBuffer());
}

async function answered(
  method: Method,
  path: string,
  body: Body,
  options: CallOptions,
): Promise<Response> {
  const request = requestOf(method, body, options);
  const again = options.again ?? (method === "GET" || method === "PUT");
  let answer = await sent(path, request, again);
  if (answer.ok) return answer;
  let error = await errorOf(answer);
  if (error.code === "puzzle") {
    request.headers.set("Puzzle", await solution(error, options.work));
    answer = await sent(path, request, again);
    if (answer.ok) return answer;
    error = await errorOf(answer);
  }
  throw error;
}

function requestOf(method: Method, body: Body, { receipt, csrf, signal, work }: CallOptions) {
  const headers = new Headers({ Accept: "application/json" });
  headers.set("Accept-Language", document.documentElement.lang || "en");
  if (receipt) headers.set("Authorization", `Receipt ${receipt}`);
  if (work?.proof) headers.set("Puzzle", work.proof);
  if (csrf) headers.set("X-CSRFToken", csrf);
  const request: RequestInit & { headers: Headers } = { method, headers, cache: "no-store" };
  if (signal) request.signal = signal;
  if (body instanceof Uint8Array) {
    headers.set("Content-Type", "application/octet-stream");
    request.body = body;
  } else if (body) {
    headers.set("Content-Type", "application/json");
    request.body = JSON.stringify(body);
  }
  return request;
}

async function sent(path: string, request: RequestInit, again: boolean): Promise<Response> {
  try {
    return await fetch(path, request);
  } catch {
    if (request.signal?.aborted) throw networkError();
    if (again) return sent(path, request, false);
    throw networkError();
  }
}

function networkError(): CallError {
  const message = t("The connection failed. Please check it and try again.");
  return new CallError(0, { error: { code: "network", message } });
}

async function errorOf(answer: Response): Promise<CallError> {
  const fields = (await answer.json().catch(() => ({}))) as Fields;
  return new CallError(answer.status, fields);
}

async function solution({ answer }: CallError, work: Work = {}): Promise<string> {
  const { challenge, bits } = answer.puzzle as { challenge: string; bits: number };
  work.solving?.(0);
  const { solve } = await loadModule("puzzle");
  const nonce = await solve(challenge, bits, work.solving, work.signal);
  if (nonce === null)
    throw new CallError(0, { error: { code: STOPPED, message: t("You stopped it.") } });
  work.solving?.(1);
  work.proof = `${challenge} ${nonce}`;
  return work.proof;
}
