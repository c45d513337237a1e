/** Checks whether a warning's text and its records match its draft exactly. */

import type { DerivedInEpoch, InsertedEntry } from "../../oblivious/inserting.ts";
import { canonicalJson } from "../../oblivious/json.ts";
import { findLabels, type Label } from "../../oblivious/record.ts";
import { b64u, fromB64u } from "../../sealing/bytes.ts";
import type { MembersText } from "../../session/generated-calls.ts";

/** What members read of a warning. A draft may be of any kind. */
export type Published = Omit<MembersText, "kind"> & { readonly kind: string };

/** Whether members read exactly what the draft says. */
export function isPublishedAs(draft: Published, published: Published): boolean {
  const [one, other] = [draft, published].map(({ kind, areas, months, original, texts }) =>
    canonicalJson({ kind, areas: [...areas].sort(), months, original, texts }),
  );
  return one === other;
}

/** What the comparison found. */
export interface Overlook {
  /** Positions of identifiers that lack a correct record in some epoch. */
  missing: number[];
  /** How many records belong to none of the identifiers, or name another warning. */
  foreign: number;
}

/**
 * Compare what each identifier derives to with what is stored. `derived` goes through the `count`
 * identifiers in each epoch; records of other epochs do not count.
 */
export async function lookOver(
  derived: readonly DerivedInEpoch[],
  count: number,
  label: Label,
  stored: readonly InsertedEntry[],
): Promise<Overlook> {
  const epochs = new Set(derived.map(({ epoch }) => epoch));
  const left = new Set(stored.filter(({ epoch }) => epochs.has(epoch)));
  const missing = new Set<number>();
  for (const [at, wanted] of derived.entries()) {
    const own = await recordsOf(wanted, label, [...left]);
    for (const entry of own) left.delete(entry);
    if (!own.length) missing.add(at % count);
  }
  return { missing: [...missing].sort((one, other) => one - other), foreign: left.size };
}

/**
 * The records that belong to this warning, and that members find when they check the identifier.
 */
async function recordsOf(
  { epoch, derived }: DerivedInEpoch,
  label: Label,
  stored: readonly InsertedEntry[],
): Promise<InsertedEntry[]> {
  const place = b64u(derived.placeBytes);
  const own: InsertedEntry[] = [];
  for (const entry of stored) {
    if (entry.epoch !== epoch || entry.place !== place) continue;
    const labels = await findLabels(derived, fromB64u(entry.record));
    const right = labels.some(
      ({ kind, reference }) => kind === label.kind && reference === label.reference,
    );
    if (right) own.push(entry);
  }
  return own;
}
