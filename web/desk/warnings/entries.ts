/** A warning's records in the check: making them, and checking them, blind (docs/check.md). */

import { CheckError } from "../../oblivious/errors.ts";
import {
  derivedInEpochs,
  type InsertedEntry,
  type InserterOptions,
  insertedEntries,
} from "../../oblivious/inserting.ts";
import type { Identifier } from "../../oblivious/normalise/kinds.ts";
import type { Label } from "../../oblivious/record.ts";
import { Unreachable } from "../../oblivious/site.ts";
import type { Token } from "../../oblivious/tokens.ts";
import { caseworkerIssuer, Wallet } from "../../oblivious/wallet.ts";
import { Fault } from "../../session/faults.ts";
import type { EpochKeys } from "../../session/generated-calls.ts";
import { t } from "../../ui/messages.ts";
import { post } from "../calls.ts";
import { deskVault } from "../vault.ts";
import { lookOver, type Overlook } from "./overlook.ts";

const TOKENS = "tokens";

/** The label of a warning: its kind, and the first 7 bytes of its uid. */
export function labelOf(uid: string, kind: number): Label {
  return { kind, reference: uid.replace(/-/g, "").slice(0, 14) };
}

/** Why nothing could go into the list, in plain words. */
function explained(error: CheckError): string {
  if (error instanceof Unreachable) {
    return error.evaluator === "keyholder"
      ? t(
          "The site of the key holder, the second organisation that each check needs, does not answer. Nothing was changed. Try again in a while.",
        )
      : t("Our own site does not answer. Nothing was changed. Try again in a while.");
  }
  switch (error.code) {
    case "quota":
      return t("You have used up what one person may put into the list in a day. Go on tomorrow.");
    case "day-differs":
    case "token-day":
      return t("It is just past midnight for one of the two sites. Try again in a few minutes.");
    case "no-such-key":
      return t("The key of the list has just changed. Load the page again.");
    case "keys-differ":
      return t(
        "The two sites name different keys. Nothing was changed. Tell whoever runs this site.",
      );
    case "wrong-proof":
      return t(
        "An answer was not made with the right key. Nothing was changed. Tell whoever runs this site.",
      );
    default:
      return t("The two sites did not take this. Nothing was changed. Try again in a while.");
  }
}

/** @throws Fault in plain words if the check refuses */
async function inWords<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof CheckError) throw new Fault("", explained(error));
    throw error;
  }
}

/** Makes records with the caseworker's tokens, which the vault stores beside the keys. */
export class Entries {
  readonly #keyholder: string;
  #wallet: Wallet | null = null;

  /** `keyholder` is the address of the key holder's site; empty if there is none. */
  constructor(keyholder: string) {
    this.#keyholder = keyholder;
  }

  /**
   * The records of identifiers, in each epoch. @throws Fault, CallError; then nothing has changed
   */
  async make(
    identifiers: readonly Identifier[],
    label: Label,
    epochs: readonly EpochKeys[],
  ): Promise<InsertedEntry[]> {
    if (!epochs.length) {
      throw new Fault(
        "",
        t(
          "The keys of the key holder, the second organisation that each check needs, are not known here yet. Try again later.",
        ),
      );
    }
    return this.#with((options) => insertedEntries(options, identifiers, label, epochs));
  }

  /**
   * Check whether the stored records belong to exactly these identifiers. @throws Fault, CallError
   */
  async overlook(
    identifiers: readonly Identifier[],
    label: Label,
    epochs: readonly EpochKeys[],
    stored: readonly InsertedEntry[],
  ): Promise<Overlook> {
    const derived = await this.#with((options) => derivedInEpochs(options, identifiers, epochs));
    return lookOver(derived, identifiers.length, label, stored);
  }

  /** Forget the tokens; stored ones are removed with the keys. */
  clear(): void {
    this.#wallet = null;
  }

  async #with<T>(work: (options: InserterOptions) => Promise<T>): Promise<T> {
    if (!this.#keyholder) {
      throw new Fault(
        "",
        t(
          "This site has no key holder yet: the second organisation that each check needs. So nothing can be published.",
        ),
      );
    }
    const wallet = await this.#opened();
    try {
      return await inWords(work({ platform: "", keyholder: this.#keyholder, wallet }));
    } finally {
      await deskVault.keepBeside(TOKENS, wallet.unspent).catch(() => undefined);
    }
  }

  async #opened(): Promise<Wallet> {
    const kept = await deskVault.beside(TOKENS).catch(() => undefined);
    this.#wallet ??= new Wallet(
      caseworkerIssuer((batch, blinded) => post("tokens", { batch, blinded })),
      Array.isArray(kept) ? (kept as Token[]) : [],
    );
    return this.#wallet;
  }
}
