/** Runs to its end, in a test, what a page does in slices. */

import type { Steps } from "../ui/slices.ts";

/** The result, the number of all steps, and the most steps between two yields. */
export interface Counted<T> {
  result: T;
  steps: number;
  most: number;
}

export function counted<T>(work: Steps<T>): Counted<T> {
  let steps = 0;
  let most = 0;
  for (;;) {
    const next = work.next();
    if (next.done) return { result: next.value, steps, most };
    steps += next.value;
    most = Math.max(most, next.value);
  }
}

export const finished = <T>(work: Steps<T>): T => counted(work).result;
