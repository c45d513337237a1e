/** Opens many things one after another, so that the page stays responsive. */

import { turn } from "./slices.ts";

/** Milliseconds of work after which the page may respond. */
export const SLICE = 12;
/** How many run at once: cryptography runs outside the page's thread. */
export const AT_ONCE = 4;

/** Measures time and lets the page respond. */
export interface Turns {
  now(): number;
  /** Resolves when the page has responded. */
  rest(): Promise<void>;
}

const pageTurns: Turns = { now: () => performance.now(), rest: turn };

/** The results of `work` on each item, in order; `progress` is called with how many are done. */
export async function inTurns<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  progress: (done: number) => void = () => undefined,
  turns: Turns = pageTurns,
): Promise<Result[]> {
  const results: Result[] = [];
  let began = turns.now();
  for (let at = 0; at < items.length; at += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(work))));
    if (turns.now() - began < SLICE) continue;
    progress(results.length);
    await turns.rest();
    began = turns.now();
  }
  return results;
}
