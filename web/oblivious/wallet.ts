/** Wallets: the tokens of a day. A wallet gives out each of them once. */

import { randomBytes } from "../sealing/bytes.ts";
import { CheckError } from "./errors.ts";
import { CASEWORKER_BATCHES } from "./generated.ts";
import {
  acceptTokens,
  type Batch,
  caseworkerBatch,
  isOf,
  memberBatch,
  requestOf,
  type Token,
  type TokenDay,
} from "./tokens.ts";

/** Gets the next tokens of a day from the platform; none if it has issued the day's quota. */
export type Issuer = (day: TokenDay) => Promise<Token[]>;

/**
 * Issues a member's tokens: the only batch of the day. `send` calls the platform with the blinded
 * nonces.
 */
export function memberIssuer(
  tokenSecret: CryptoKey,
  send: (blinded: string[]) => Promise<unknown>,
): Issuer {
  let issued: readonly Token[] = [];
  return async (day) => {
    if (issued.some((token) => isOf(token, day))) return [];
    const batch = await memberBatch(tokenSecret, day.day);
    const tokens = acceptTokens(batch, await send(requestOf(batch)), day);
    issued = tokens;
    return tokens;
  };
}

/**
 * Issues a caseworker's tokens: the next batch not issued before. `send` calls the platform with
 * the batch's number and its blinded nonces. It fails with `code` `tokens-issued` if the platform
 * has issued another batch with that number.
 */
export function caseworkerIssuer(
  send: (number: number, blinded: string[]) => Promise<unknown>,
): Issuer {
  let number = 0;
  let batch: Batch | undefined;
  return async (day) => {
    if (batch?.day !== day.day) number = 0;
    for (; number < CASEWORKER_BATCHES; number++) {
      // If an answer is lost, sending the same batch again still gets its tokens.
      if (batch?.day !== day.day) batch = caseworkerBatch(day.day);
      const answer = await send(number, requestOf(batch)).catch(nullIfIssued);
      if (answer === null) continue;
      const tokens = acceptTokens(batch, answer, day);
      batch = undefined;
      number++;
      return tokens;
    }
    return [];
  };
}

function nullIfIssued(error: unknown): null {
  if ((error as { code?: unknown } | null)?.code === "tokens-issued") return null;
  throw error;
}

export class Wallet {
  readonly #issuer: Issuer;
  #day: TokenDay | undefined;
  #tokens: Token[];

  /** `kept` are tokens of an earlier wallet. */
  constructor(issuer: Issuer, kept: readonly Token[] = []) {
    this.#issuer = issuer;
    this.#tokens = [...kept];
  }

  /** The day whose tokens the wallet gives out; undefined until it is opened. */
  get day(): string | undefined {
    return this.#day?.day;
  }

  /** Tokens that are not given out yet, to store them. */
  get unspent(): readonly Token[] {
    return this.#tokens;
  }

  /** Gives out this day's tokens from now on, and gets some. @throws CheckError */
  async open(day: TokenDay): Promise<void> {
    this.#day = day;
    this.#tokens = this.#tokens.filter((token) => isOf(token, day));
    if (this.#tokens.length === 0) this.#tokens = await this.#issuer(day);
  }

  /** Takes tokens out. @throws CheckError (`quota`) if too few are left today */
  async draw(count: number): Promise<Token[]> {
    if (!this.#day) throw new Error("The wallet is not open.");
    while (this.#tokens.length < count) {
      const more = await this.#issuer(this.#day);
      if (more.length === 0) throw new CheckError("quota", "There are no tokens left today.");
      this.#tokens.push(...more);
    }
    return Array.from({ length: count }, () => this.#drawn());
  }

  /**
   * Takes a random token: a member's other device has the same tokens, and neither device knows
   * which ones the other has spent.
   */
  #drawn(): Token {
    const drawn = new DataView(randomBytes(4).buffer).getUint32(0) % this.#tokens.length;
    const [token] = this.#tokens.splice(drawn, 1);
    if (!token) throw new Error("The wallet is empty.");
    return token;
  }
}
