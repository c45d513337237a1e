/** Tells how far a slow stretching in plain script is: without WebAssembly it can take a minute. */

type Tell = (part: number) => void;

let listener: Tell = () => undefined;

/** Be told from now on how far a stretching is, from 0 to 1. Only the last who asks is told. */
export function whileStretching(tell: Tell): void {
  listener = tell;
}

/** Tell how far a stretching is. */
export function tellStretching(part: number): void {
  listener(part);
}
