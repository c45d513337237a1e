/**
 * How hard a passphrase is to guess, and passphrases drawn by chance. It is loaded only where
 * somebody chooses one, because of its word lists. The build makes one for each language.
 */

import { dictionary, WORDS } from "language:dictionaries";
import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs } from "@zxcvbn-ts/language-common";
import { DRAWN_BITS, DRAWN_WORDS, drawPassphrase } from "../sealing/drawn.ts";
import { scoreOfWords } from "../session/word-guesses.ts";

export interface Strength {
  /** From 0 (guessed at once) to 4. */
  score: number;
  /** What makes it weak, as a key of zxcvbn-ts; empty if nothing stands out. */
  warning: string;
}

const estimator = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });

/** Judge a passphrase; words in `about`, such as the person's name, count as known. */
export function judge(passphrase: string, about: readonly string[]): Strength {
  const { score, feedback } = estimator.check(passphrase, [...about]);
  return { score: Math.min(score, scoreOfWords(passphrase)), warning: feedback.warning ?? "" };
}

export { DRAWN_BITS, DRAWN_WORDS };

/** A passphrase of words in the page's language. */
export function draw(): string {
  return drawPassphrase(WORDS);
}

declare module "../ui/load.ts" {
  interface LazyModules {
    strength: typeof import("./strength.ts");
  }
}
