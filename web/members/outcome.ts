/** The result of a check. "Nothing found" is shown only if everything was verified. */

import type { Warning } from "./warning.ts";

export type Outcome =
  | { is: "nothing"; asked: LookedFor }
  | { is: "found"; warnings: Warning[]; withoutText: string[] }
  | { is: "taken-back" }
  | { is: "no-checks-left" }
  | { is: "failed"; code: string };

/**
 * The canonical text that was looked up, so that a number read as another country's is noticed, and
 * whether it looks complete.
 */
export interface LookedFor {
  text: string;
  whole: boolean;
}

/** What a record of the release says: the kind of warning, and which one. */
interface Label {
  kind: string;
  reference: string;
}

/** What is known of the warnings' texts: what stands now, and what the release named. */
export interface Texts {
  standing: readonly Warning[];
  released: ReadonlySet<string>;
}

/**
 * The outcome for the labels found. A warning that the release names and the feed lacks was taken
 * back since; if the texts are unknown, or do not name it, only its kind can be shown.
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

/** An answer without the warnings that were taken back since; the same answer if none was. */
export function stillStanding(outcome: Outcome, standing: readonly Warning[]): Outcome {
  if (outcome.is !== "found") return outcome;
  const references = new Set(standing.map(({ reference }) => reference));
  const warnings = outcome.warnings.filter(({ reference }) => references.has(reference));
  if (warnings.length === outcome.warnings.length) return outcome;
  const left = warnings.length + outcome.withoutText.length;
  return left > 0 ? { ...outcome, warnings } : { is: "taken-back" };
}
