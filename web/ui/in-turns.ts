/** Opening many things one after the other, so that the page answers in between. */

import { turn } from "./slices.ts";

/** Milliseconds of work after which the page gets its turn. */
export const SLICE = 12;
/** How many are worked on at once: the keys' work is done beside the page. */
export const AT_ONCE = 4;

/** What takes the time and gives the page its turn. */
export interface Turns {
  now(): number;
  /** Ends when the page has had its turn. */
  rest(): Promise<void>;
}

const pageTurns: Turns = { now: () => performance.now(), rest: turn };

/** The results of some work on each, in order; `tell` is called with how many are done. */
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
