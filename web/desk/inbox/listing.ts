/** The inbox as data: which rows are shown, found and counted. */

import { fold, folding, PIECE } from "../../ui/fold.ts";
import { eachOf, type Steps } from "../../ui/slices.ts";
import type { Status } from "../generated.ts";

/** Characters of a report that are searched: more than the form takes. */
export const MOST_OF_REPORT = 65_536;
/** Characters of a report and its messages and notes that are searched, with each text twice. */
export const MOST_OF_ROW = 262_144;

/** A report as the inbox shows it. `words` is all that can be searched; it grows up to a bound. */
export interface Row {
  uid: string;
  status: Status;
  /** Whether it was set aside: then it is in that list only. */
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

/** What a search looks through: the text, and once more without what people put into numbers. */
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

/** Whether some rows have more messages and notes than are searched. */
export function isSearchedInPart(rows: readonly Row[]): boolean {
  return rows.some(({ words }) => words.length >= MOST_OF_ROW);
}

/** The words of a search: each must be in a row's words. */
function wordsOf(search: string): readonly string[] {
  return fold(search).split(/\s+/).filter(Boolean);
}

/** Where a search may find more: every row is either set aside or in the inbox. */
export function otherList({ status }: Filter): "inbox" | "aside" {
  return status === "aside" ? "inbox" : "aside";
}

/** Which choice may find more if a search finds nothing in either list; null for none. */
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
 * Find which rows a filter shows, and how many of the rows that its other parts allow each status
 * has.
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
