/** The inbox as data: which rows are shown, found and counted. */

export type Status = "new" | "waiting" | "answered";

/** A report as the inbox shows it. `words` is all that can be searched; it grows. */
export interface Row {
  number: number;
  status: Status;
  assignedTo: string | null;
  words: string;
}

export interface Filter {
  status: Status | "all";
  mine: boolean;
  search: string;
}

/** Text as it is compared: small letters, no accents, one form of each character. */
export function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** What a search looks through: the text, and once more without what people put into numbers. */
export function searchable(parts: readonly string[]): string {
  const text = fold(parts.join("\n"));
  return `${text}\n${text.replace(/[ \t().\-/]+/g, "")}`;
}

/** Let a search find the rows by what was said about them, too. */
export function addSaid(
  rows: readonly Row[],
  said: readonly { number: number; text: string }[],
): void {
  const byNumber = new Map(rows.map((row) => [row.number, row]));
  for (const { number, text } of said) {
    const row = byNumber.get(number);
    if (row) row.words += `\n${searchable([text])}`;
  }
}

/** Whether every word of the search is in the row's words. */
export function found(row: Row, search: string): boolean {
  return fold(search)
    .split(/\s+/)
    .every((word) => row.words.includes(word));
}

/** The rows of a filter, in the order given. */
export function chosen<T extends Row>(rows: readonly T[], filter: Filter, me: string): T[] {
  return rows.filter(
    (row) =>
      (filter.status === "all" || row.status === filter.status) &&
      (!filter.mine || row.assignedTo === me) &&
      found(row, filter.search),
  );
}

/** How many rows each status has among those that the rest of the filter leaves. */
export function counted(
  rows: readonly Row[],
  filter: Filter,
  me: string,
): Record<Filter["status"], number> {
  const left = chosen(rows, { ...filter, status: "all" }, me);
  const of = (status: Status) => left.filter((row) => row.status === status).length;
  return { all: left.length, new: of("new"), waiting: of("waiting"), answered: of("answered") };
}
