/**
 * Puts warnings under a new key: one after another; a later run continues where the last one
 * stopped.
 */

import { showFailure } from "../../session/attempt.ts";
import { CallError } from "../../session/fetch.ts";
import type { EpochKeys, ListedWarning } from "../../session/generated-calls.ts";
import { fill } from "../../ui/dom.ts";
import { t, tn } from "../../ui/messages.ts";
import { need } from "../../ui/parts.ts";
import { numberOf } from "../../warning/kinds.ts";
import { post } from "../calls.ts";
import type { Draft } from "./draft.ts";
import { type Entries, labelOf } from "./entries.ts";

/** A standing warning, with its content if it opens. */
export interface Standing {
  warning: ListedWarning;
  draft: Draft | null;
}

const part = (id: string) => need(`#${id}`, HTMLElement);

export class Rotation {
  readonly #entries: Entries;
  readonly #changed: () => Promise<void>;
  #left: Standing[] = [];
  #epochs: readonly EpochKeys[] = [];
  /** Whether the page is still unlocked; after a lock, work stops with the current warning. */
  #open = false;

  constructor(entries: Entries, changed: () => Promise<void>) {
    this.#entries = entries;
    this.#changed = changed;
    need("#rotate", HTMLButtonElement).onclick = () => void this.#run();
  }

  show(all: readonly Standing[], epochs: readonly EpochKeys[]): void {
    this.#open = true;
    this.#epochs = epochs;
    this.#left = all.filter(
      ({ warning: { state, missing } }) =>
        (state === "approved" || state === "live") && missing.length > 0,
    );
    part("rotation").hidden = this.#left.length === 0;
    fill(
      part("rotation-text"),
      tn(
        "{count} warning must be put under the new key",
        "{count} warnings must be put under the new key",
        this.#left.length,
      ),
    );
  }

  close(): void {
    this.#open = false;
    this.#left = [];
  }

  async #run(): Promise<void> {
    const button = need("#rotate", HTMLButtonElement);
    const bar = need("#rotation-progress", HTMLProgressElement);
    const left = this.#left;
    const open = left.filter((each): each is Standing & { draft: Draft } => each.draft !== null);
    button.disabled = true;
    bar.hidden = false;
    bar.max = open.length;
    const failure = await this.#putAll(open, (done) => {
      bar.value = done;
      fill(part("rotation-far"), t("{done} of {count}", { done, count: open.length }));
    });
    button.disabled = false;
    bar.hidden = true;
    fill(
      part("rotation-far"),
      open.length < left.length
        ? t("Some cannot be opened with your keys. A colleague must put them under the new key.")
        : "",
    );
    if (!this.#open) return;
    await this.#changed();
    if (failure) showFailure(part("warnings"), failure.reason);
  }

  /** Put one after another under the new key. Returns why it stopped, if it did. */
  async #putAll(
    all: readonly (Standing & { draft: Draft })[],
    progress: (done: number) => void,
  ): Promise<{ reason: unknown } | null> {
    try {
      for (const [done, { warning, draft }] of all.entries()) {
        if (!this.#open) return null;
        progress(done);
        await this.#put(warning, draft);
      }
      return null;
    } catch (reason) {
      return { reason };
    }
  }

  async #put(warning: ListedWarning, draft: Draft): Promise<void> {
    const epochs = this.#epochs.filter(({ id }) => warning.missing.includes(id));
    const label = labelOf(warning.uid, numberOf(draft.kind));
    const entries = await this.#entries.make(draft.identifiers, label, epochs);
    await post(`warnings/${warning.uid}/entries`, { entries }).catch(unlessDone);
  }
}

/**
 * A colleague may have done it meanwhile. If the keys changed, the list still has it as remaining.
 */
function unlessDone(error: unknown): void {
  if (!(error instanceof CallError && error.code === "epochs-changed")) throw error;
}
