/** The result of a check. It is "nothing found" only if everything was verified. */

import type { Warning } from "./warning.ts";

export type Outcome =
  | { is: "nothing"; asked: LookedFor }
  | { is: "found"; warnings: Warning[]; withoutText: string[] }
  | { is: "taken-back" }
  | { is: "no-checks-left" }
  | { is: "failed"; code: string };

/**
 * The canonical text that was looked up, and whether it looks complete. People see it, so that they
 * notice a number that was read as another country's.
 */
export interface LookedFor {
  text: string;
  whole: boolean;
}

/** What a record of the release says: which warning, and its kind. */
interface Label {
  kind: string;
  reference: string;
}

/**
 * What we know about the warnings' texts: which ones stand now, and which ones the release named.
 */
export interface Texts {
  standing: readonly Warning[];
  released: ReadonlySet<string>;
}

/**
 * The outcome for the labels found. If the release names a warning and the feed does not have it,
 * it was taken back since. If the texts are unknown, or do not name a warning, only its kind can be
 * shown.
 */
export function outcomeOf(
  labels: readonly Label[],
  texts: Texts | null,
  asked: LookedFor,
): Outcome {
  if (labels.length === 0) return { is: "nothing", asked };
  const warnings = new Map<string, Warning>();
  const withoutText = new Set<string>();
  for (const { kind, reference } of labels) {
    const warning = texts?.standing.find((each) => each.reference === reference);
    if (warning) warnings.set(reference, warning);
    else if (!texts?.released.has(reference)) withoutText.add(kind);
  }
  if (warnings.size === 0 && withoutText.size === 0) return { is: "taken-back" };
  return { is: "found", warnings: [...warnings.values()], withoutText: [...withoutText] };
}

/** An answer without the warnings taken back since; the same answer if none was. */
export function stillStanding(outcome: Outcome, standing: readonly Warning[]): Outcome {
  if (outcome.is !== "found") return outcome;
  const references = new Set(standing.map(({ reference }) => reference));
  const warnings = outcome.warnings.filter(({ reference }) => references.has(reference));
  if (warnings.length === outcome.warnings.length) return outcome;
  const left = warnings.length + outcome.withoutText.length;
  return left > 0 ? { ...outcome, warnings } : { is: "taken-back" };
}
