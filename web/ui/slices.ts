/** Long work in slices, so that the page stays responsive. */

/**
 * Work that yields how many steps it has done since it last yielded. A step is one character read
 * once; benchmarks/slices.py shows how long one takes.
 */
export type Steps<T> = Generator<number, T, void>;

/** Steps after which the page may respond. */
export const SLICE = 50_000;
/** Steps that a loop does before it yields. */
export const OFTEN = 2_000;

/** Do something with each, and yield the steps that each costs. */
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
 * The result of work done in slices. Between two of them the page draws and takes input. Null once
 * the work is no longer wanted: it then stops where it is.
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

/** The page's next turn. Not a timer: in a hidden page it waits for a second. */
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
