/**
 * How hard a passphrase is to guess. It is loaded only where somebody chooses one, because of its
 * word lists. The build makes one for each language.
 */

import { dictionaries } from "language:dictionaries";
import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary as common } from "@zxcvbn-ts/language-common";

export interface Strength {
  /** From 0 (guessed at once) to 4. */
  score: number;
  /** What makes it weak, as a key of zxcvbn-ts; empty if nothing stands out. */
  warning: string;
}

const estimator = new ZxcvbnFactory({
  dictionary: Object.assign({}, common, ...dictionaries),
  graphs: adjacencyGraphs,
});

/** Judge a passphrase; words in `about`, such as the person's name, count as known. */
export function judge(passphrase: string, about: readonly string[]): Strength {
  const { score, feedback } = estimator.check(passphrase, [...about]);
  return { score, warning: feedback.warning ?? "" };
}

declare module "../ui/load.ts" {
  interface LazyModules {
    strength: typeof import("./strength.ts");
  }
}
