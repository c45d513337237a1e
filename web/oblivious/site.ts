/** One of the two sites that a check asks: always without cookies, and never through a cache. */

import { type Bytes, b64u } from "../sealing/bytes.ts";
import type { Evaluation } from "./blinding.ts";
import { CheckError } from "./errors.ts";
import { KEY_SIZE } from "./generated.ts";
import { NotAsAgreed, Reader } from "./json.ts";
import { PATIENCE, Patience } from "./patience.ts";
import { type EvaluatorName, spendMac, type Token, type TokenDay } from "./tokens.ts";

/** An evaluation key of an evaluator. */
export interface EvaluationKey {
  id: string;
  publicKey: Bytes;
}

/**
 * The keys that an evaluator names: its evaluation keys, the current one first, and the day's token
 * key.
 */
export interface SiteKeys {
  evaluation: EvaluationKey[];
  token: TokenDay;
}

/** The named evaluator gave no answer (`unreachable`), or an unreadable one. */
export class Unreachable extends CheckError {
  override name = "Unreachable";
  readonly evaluator: EvaluatorName;

  constructor(evaluator: EvaluatorName) {
    super("unreachable", `There is no answer from the ${evaluator}.`);
    this.evaluator = evaluator;
  }
}

type Fetch = (address: string, request: RequestInit) => Promise<Response>;

const ASKING: RequestInit = {
  credentials: "omit",
  referrerPolicy: "no-referrer",
  cache: "no-store",
  redirect: "error",
};
/** Milliseconds that the bytes of a bucket may take after their answer has begun. */
const PATIENCE_FOR_BUCKETS = 120_000;
/** Refusals of docs/check.md; anything else is not a valid answer. */
const REFUSALS = new Set([
  "no-release",
  "no-such-key",
  "token-count",
  "token-day",
  "token-spent",
  "token-wrong",
  "wrong-element",
]);

export class Site {
  readonly name: EvaluatorName;
  readonly #address: string;
  readonly #fetch: Fetch;
  readonly #ending: AbortSignal | undefined;

  /**
   * `address` comes before `/check/…`: empty for the page's own site. `ending` is aborted when the
   * wait for all answers ends.
   */
  constructor(
    name: EvaluatorName,
    address: string,
    fetcher: Fetch = (...of) => fetch(...of),
    ending?: AbortSignal,
  ) {
    this.name = name;
    this.#address = address;
    this.#fetch = fetcher;
    this.#ending = ending;
  }

  /** The same site, for calls that end together. */
  until(ending: AbortSignal): Site {
    return new Site(this.name, this.#address, this.#fetch, ending);
  }

  /** The keys that the site names. @throws CheckError */
  keys(): Promise<SiteKeys> {
    return this.get("/check/keys", (answer) => {
      const token = answer.object("token");
      return {
        evaluation: answer.list("evaluation").map((each) => readKey(new Reader(each))),
        token: { day: token.day("day"), publicKey: token.bytes("public_key", KEY_SIZE) },
      };
    });
  }

  /** Has elements evaluated under a key, with a token for each. @throws CheckError */
  async evaluate(key: string, elements: Bytes[], tokens: Token[]): Promise<Evaluation> {
    const spent = tokens.map(async ({ day, nonce, output }, index) => {
      const element = elements[index] ?? new Uint8Array();
      const mac = await spendMac(output, this.name, key, element);
      return { day, nonce: b64u(nonce), mac: b64u(mac) };
    });
    const body = { key, elements: elements.map(b64u), tokens: await Promise.all(spent) };
    // A text body is sent as text/plain, so the browser makes no preflight request.
    const request = { method: "POST", body: JSON.stringify(body) };
    return this.#asked("/check/evaluate", request, async (answer) => {
      const fields = new Reader(await answer.json());
      return { evaluated: fields.bytesList("evaluated"), proof: fields.bytes("proof") };
    });
  }

  /** The site's answer to a GET, read. @throws CheckError */
  get<T>(path: string, read: (answer: Reader) => T): Promise<T> {
    return this.#asked(path, {}, async (answer) => read(new Reader(await answer.json())));
  }

  /** The bytes of the site's answer to a GET. @throws CheckError */
  bytes(path: string): Promise<Bytes> {
    return this.#asked(path, {}, async (answer, patience) => {
      patience.restart(PATIENCE_FOR_BUCKETS);
      return new Uint8Array(await answer.arrayBuffer());
    });
  }

  async #asked<T>(
    path: string,
    request: RequestInit,
    read: (answer: Response, patience: Patience) => Promise<T>,
  ): Promise<T> {
    const patience = new Patience(PATIENCE, this.#ending);
    try {
      const { signal } = patience;
      const answer = await this.#fetch(this.#address + path, { ...ASKING, ...request, signal });
      if (!answer.ok) throw await refusalOf(answer);
      return await read(answer, patience);
    } catch (error) {
      throw error instanceof CheckError ? error : new Unreachable(this.name);
    } finally {
      patience.end();
    }
  }
}

/** @throws any error in reading the answer */
async function refusalOf(answer: Response): Promise<CheckError> {
  const code = new Reader(await answer.json()).object("error").text("code");
  if (!REFUSALS.has(code)) throw new NotAsAgreed("This is no refusal of these calls.");
  return new CheckError(code, `The call was refused: ${code}.`);
}

/** Reads an evaluation key from an answer. @throws NotAsAgreed, Malformed */
export function readKey(key: Reader): EvaluationKey {
  return { id: key.text("id"), publicKey: key.bytes("public_key", KEY_SIZE) };
}
