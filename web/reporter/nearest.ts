/** Which words of the list somebody may have meant. */

/** How similar two words must be, from 0 to 1, to be suggested. */
const ALIKE = 0.7;
const MOST = 2;
/** Letters from which on a word counts as begun; with fewer, too many words begin so. */
const BEGINNING = 3;

/**
 * The one or two words most like `typed`, in the order of the alphabet. Words that begin with it
 * come before all others, the shortest of them first.
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

/** Whether lengths alone rule it out: somebody may have typed a word of any length. */
const couldBeAlike = (one: string, other: string): boolean =>
  (2 * Math.min(one.length, other.length)) / (one.length + other.length || 1) >= ALIKE;

/** Letters that two words share in the same order, against all that they have. */
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
