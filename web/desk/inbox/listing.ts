/** The inbox as data: which rows to show, find and count. */

import type { Status } from "../../session/generated-calls.ts";
import { fold, folding, PIECE } from "../../ui/fold.ts";
import { eachOf, type Steps } from "../../ui/slices.ts";

/** How many characters of a report a search covers: more than the form takes. */
export const MOST_OF_REPORT = 65_536;
/**
 * How many characters of a report, its messages and notes a search covers; each text counts twice.
 */
export const MOST_OF_ROW = 262_144;

/** A report as the inbox shows it. `words` is all that a search covers; it grows up to a limit. */
export interface Row {
  readonly uid: string;
  status: Status;
  /** Whether the report was set aside: then only that list has it. */
  aside: boolean;
  assignedTo: string | null;
  words: string;
}

export interface Filter {
  /** "inbox" is every report that is not set aside. */
  status: Status | "inbox" | "aside";
  mine: boolean;
  search: string;
}

/**
 * What a search looks through: the text, and again without the separators that people put into
 * numbers.
 */
export function* searchable(parts: readonly string[]): Steps<string> {
  let text = "";
  let close = "";
  for (const piece of folding(parts.join("\n"))) {
    text += piece;
    close += piece.replace(/[ \t().\-/]+/g, "");
    yield PIECE + piece.length;
  }
  return `${text}\n${close}`;
}

/** Let a search find the rows by their messages and notes, too. */
export function* addMessages(
  rows: readonly Row[],
  messages: readonly { report: string; text: string }[],
): Steps<void> {
  const byUid = new Map(rows.map((row) => [row.uid, row]));
  for (const { report, text } of messages) {
    const row = byUid.get(report);
    if (row && row.words.length < MOST_OF_ROW) row.words += `\n${yield* searchable([text])}`;
  }
}

/** Whether a search covers only a part of some rows' messages and notes. */
export function isSearchedInPart(rows: readonly Row[]): boolean {
  return rows.some(({ words }) => words.length >= MOST_OF_ROW);
}

/** The words of a search: a row must have each of them. */
function wordsOf(search: string): readonly string[] {
  return fold(search).split(/\s+/).filter(Boolean);
}

/** Where a search may find more: every row is either set aside or in the inbox. */
export function otherList({ status }: Filter): "inbox" | "aside" {
  return status === "aside" ? "inbox" : "aside";
}

/** Which choice may find more if a search finds nothing in either list; null if none can. */
export function wider(filter: Filter, counts: Sorted<Row>["counts"]): "inbox" | "everyone" | null {
  if (counts.inbox) return "inbox";
  return filter.mine ? "everyone" : null;
}

/** The rows that a filter shows, in the order given, and how many rows each status has. */
export interface Sorted<T> {
  rows: T[];
  counts: Record<Filter["status"], number>;
}

/**
 * Find which rows a filter shows. Also count the rows of each status, with the rest of the filter
 * applied.
 */
export function* sorted<T extends Row>(
  rows: readonly T[],
  filter: Filter,
  me: string,
): Steps<Sorted<T>> {
  const words = wordsOf(filter.search);
  const counts = { inbox: 0, new: 0, waiting: 0, answered: 0, aside: 0 };
  const shown: T[] = [];
  const look = (row: T) => {
    if (filter.mine && row.assignedTo !== me) return;
    if (!words.every((word) => row.words.includes(word))) return;
    const lists: Filter["status"][] = row.aside ? ["aside"] : ["inbox", row.status];
    for (const list of lists) counts[list] += 1;
    if (lists.includes(filter.status)) shown.push(row);
  };
  yield* eachOf(rows, look, (row) => 1 + row.words.length * words.length);
  return { rows: shown, counts };
}
