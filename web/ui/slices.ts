/** Long work in slices, so that the page stays responsive. */

/**
 * Work that yields how many steps it did since it last yielded. A step is reading one character
 * once; benchmarks/slices.py shows how long a step takes.
 */
export type Steps<T> = Generator<number, T, void>;

/** Steps after which the page may respond. */
export const SLICE = 50_000;
/** Steps that a loop does before it yields. */
export const OFTEN = 2_000;

/** Do something with each item, and yield the steps that each costs. */
export function* eachOf<T>(
  all: Iterable<T>,
  act: (each: T) => void,
  cost: (each: T) => number,
): Steps<void> {
  let steps = 0;
  for (const each of all) {
    act(each);
    steps += cost(each);
    if (steps >= OFTEN) {
      yield steps;
      steps = 0;
    }
  }
  yield steps;
}

/**
 * The result of work done in slices. Between slices the page draws and takes input. Null if nobody
 * wants the work any more: it then stops where it is.
 */
export async function inSlices<T>(
  work: Steps<T>,
  wanted: () => boolean = () => true,
): Promise<T | null> {
  let steps = 0;
  while (wanted()) {
    const next = work.next();
    if (next.done) return next.value;
    steps += next.value;
    if (steps < SLICE) continue;
    steps = 0;
    await turn();
  }
  return null;
}

/** Waits for the page's next turn. A timer would not do: in a hidden page it takes a second. */
export function turn(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
