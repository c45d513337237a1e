/** Parts of a text, by where they start and end (UTF-16 units). */

export interface Span {
  start: number;
  end: number;
}

export const overlaps = (one: Span, other: Span): boolean =>
  one.start < other.end && other.start < one.end;

/** Whether a word or number goes on at a character. */
export const isInside = (character: string | undefined): boolean =>
  character !== undefined && /[\p{L}\p{N}]/u.test(character);

/** Spans in order, with those that touch the same characters joined into one. */
export function merged(spans: readonly Span[]): Span[] {
  const ordered = [...spans].sort((one, other) => one.start - other.start || other.end - one.end);
  const whole: Span[] = [];
  for (const { start, end } of ordered) {
    const before = whole[whole.length - 1];
    if (before && start < before.end) before.end = Math.max(before.end, end);
    else whole.push({ start, end });
  }
  return whole;
}

/** Spans that share no character with any of `others`, which are in order and do not overlap. */
export function apart<T extends Span>(spans: readonly T[], others: readonly Span[]): T[] {
  let at = 0;
  return [...spans]
    .sort((one, other) => one.start - other.start)
    .filter((span) => {
      while ((others[at]?.end ?? span.end) <= span.start) at += 1;
      const other = others[at];
      return !other || !overlaps(span, other);
    });
}
