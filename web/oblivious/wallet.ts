/** Wallets: the tokens of a day, each given out once. */

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

/** Gets the next tokens of a day from the platform; none where the day's quota is issued. */
export type Issuer = (day: TokenDay) => Promise<Token[]>;

/** A member's tokens: the one batch of the day. `send` calls the platform with what is blinded. */
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
 * A caseworker's tokens: the next batch that was not issued before. `send` calls the platform with
 * the batch's number and what is blinded, and fails with `code` `tokens-issued` for another batch
 * of the same number.
 */
export function caseworkerIssuer(
  send: (number: number, blinded: string[]) => Promise<unknown>,
): Issuer {
  let number = 0;
  let batch: Batch | undefined;
  return async (day) => {
    if (batch?.day !== day.day) number = 0;
    for (; number < CASEWORKER_BATCHES; number++) {
      // Sending the same batch again after a lost answer still gets its tokens.
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

  /** The day whose tokens are given out; none before it was opened. */
  get day(): string | undefined {
    return this.#day?.day;
  }

  /** Tokens not given out, for keeping. */
  get unspent(): readonly Token[] {
    return this.#tokens;
  }

  /** Makes this the day whose tokens are given out, and gets some. @throws CheckError */
  async open(day: TokenDay): Promise<void> {
    this.#day = day;
    this.#tokens = this.#tokens.filter((token) => isOf(token, day));
    if (this.#tokens.length === 0) this.#tokens = await this.#issuer(day);
  }

  /** Takes tokens out. @throws CheckError (`quota`) where there are not so many left today */
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
   * Any one of them: a member's other device holds the same tokens, and each keeps no list of what
   * it has spent.
   */
  #drawn(): Token {
    const drawn = new DataView(randomBytes(4).buffer).getUint32(0) % this.#tokens.length;
    const [token] = this.#tokens.splice(drawn, 1);
    if (!token) throw new Error("The wallet is empty.");
    return token;
  }
}
