/** What the members' pages and the desk load lazily: checking identifiers, and inserting them. */

export { Checker, type CheckerOptions, type Feed, type Finding } from "../oblivious/client.ts";
export { CheckError } from "../oblivious/errors.ts";
export { WARNING_KINDS } from "../oblivious/generated.ts";
export {
  type EpochAnswer,
  type InsertedEntry,
  type InserterOptions,
  insertedEntries,
} from "../oblivious/inserting.ts";
export { fromCanonicalJson } from "../oblivious/json.ts";
export {
  IDENTIFIER_KINDS,
  type Identifier,
  type IdentifierKind,
  looksWhole,
  normalise,
  PLATFORM_NAMES,
} from "../oblivious/normalise/index.ts";
export type { KnownPins } from "../oblivious/preparing.ts";
export type { Label } from "../oblivious/record.ts";
export type { Pins, Release } from "../oblivious/release.ts";
export { Unreachable } from "../oblivious/site.ts";
export { type EvaluatorName, isOf, type Token } from "../oblivious/tokens.ts";
export { caseworkerIssuer, type Issuer, memberIssuer, Wallet } from "../oblivious/wallet.ts";

declare module "../ui/load.ts" {
  interface LazyModules {
    checking: typeof import("./checking.ts");
  }
}
