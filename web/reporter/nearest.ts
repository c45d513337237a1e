/** Finds the words of the list that somebody may have meant. */

/** How similar two words must be, from 0 to 1, for a suggestion. */
const ALIKE = 0.7;
const MOST = 2;
/** How many typed letters count as the beginning of a word; too many words begin with fewer. */
const BEGINNING = 3;

/**
 * The one or two words that are most like `typed`, in alphabetical order. A word that begins with
 * it is chosen before all others, and of these a shorter one before a longer one.
 */
export function nearest(typed: string, words: readonly string[]): string[] {
  const begins = (word: string): boolean => typed.length >= BEGINNING && word.startsWith(typed);
  const begun = words.filter(begins).sort((one, other) => one.length - other.length);
  const scored = words
    .filter((word) => couldBeAlike(typed, word))
    .map((word) => ({ word, alike: likeness(typed, word) }))
    .filter(({ word, alike }) => alike >= ALIKE && !begins(word));
  scored.sort((one, other) => other.alike - one.alike);
  return [...begun, ...scored.map(({ word }) => word)].slice(0, MOST).sort();
}

/** False if the lengths alone rule out a likeness: somebody may type a word of any length. */
const couldBeAlike = (one: string, other: string): boolean =>
  (2 * Math.min(one.length, other.length)) / (one.length + other.length || 1) >= ALIKE;

/** How many letters two words share in the same order, relative to all their letters. */
export function likeness(one: string, other: string): number {
  let above = new Array<number>(other.length + 1).fill(0);
  for (const letter of one) {
    const row = [0];
    for (let at = 1; at <= other.length; at++) {
      const same = other[at - 1] === letter;
      const before = above[at - 1] ?? 0;
      row.push(same ? before + 1 : Math.max(above[at] ?? 0, row[at - 1] ?? 0));
    }
    above = row;
  }
  const shared = above[other.length] ?? 0;
  return (2 * shared) / (one.length + other.length || 1);
}
