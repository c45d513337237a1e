/** A line of the inbox: what it shows of a report, and the words by which a search finds it. */

import { placeName } from "../../report/names.ts";
import type { Report } from "../../report/opened.ts";
import { rowsOf } from "../../report/report.ts";
import type { NamesOfReport, Summary } from "../../session/generated-calls.ts";
import { t, tn } from "../../ui/messages.ts";
import { formatted, locale } from "../../ui/parts.ts";
import { inSlices, type Steps } from "../../ui/slices.ts";
import { called, type Opened, openReport } from "../records.ts";
import type { Unlocked } from "../vault.ts";
import { MOST_OF_REPORT, type Row, searchable } from "./listing.ts";

export interface Line extends Row, NamesOfReport {
  /** The day on which the report is deleted for good unless somebody keeps it. */
  goesOn: string | null;
  day: string;
  /**
   * Whether the report opened but was not written by our pages, and its writer sent no message. A
   * message may be a plea for help, whatever the report is: somebody must look at it.
   */
  rubbish: boolean;
  /** How the report begins; the style cuts it to the width. */
  start: string;
  place: string;
  /** Who handles the report. */
  hand: string;
  /** What else there is to know about the report, in a few words each. */
  more: string[];
}

/** How many characters of a report's beginning a line shows. */
const BEGINNING = 200;

/** Open a report for the inbox; `names` are the names of the team. */
export async function openLine(
  summary: Summary,
  unlocked: Unlocked,
  names: ReadonlyMap<string, string>,
): Promise<Line> {
  return lineOf(summary, await openReport(summary, unlocked), names);
}

/** What the line of a report shows, and how a search finds it, whether or not the report opened. */
export async function lineOf(
  summary: Summary,
  report: Opened<Report>,
  names: ReadonlyMap<string, string>,
): Promise<Line> {
  const { assigned_to: holder } = summary;
  const shown = {
    start: beginning(report),
    place: report.value ? placeName(report.value.borough) : "",
    hand: holder ? (names.get(holder) ?? t("Somebody who left")) : "",
    more: more(summary, report),
  };
  const words = wordsOf(
    [called(summary), summary.reference, ...Object.values(shown).flat()],
    report,
  );
  return {
    uid: summary.uid,
    reference: summary.reference,
    number: summary.number,
    status: summary.status,
    aside: summary.aside !== null,
    goesOn: goesOn(summary),
    assignedTo: holder,
    day: summary.received_on,
    rubbish: report.why === "unreadable" && !summary.wrote_again,
    ...shown,
    words: (await inSlices(words)) ?? "",
  };
}

/** All that the report says, and all that the line shows except its state, which has a filter. */
function wordsOf(shown: readonly string[], { value }: Opened<Report>): Steps<string> {
  const answers = value ? rowsOf(value).flatMap(({ lines }) => lines) : [];
  return searchable([[...shown, ...answers].join("\n").slice(0, MOST_OF_REPORT)]);
}

const goesOn = ({ aside }: Summary): string | null => aside?.due_on ?? null;

function beginning({ value, why }: Opened<Report>): string {
  if (!value) return why === "locked" ? t("Cannot be opened here") : t("Cannot be read");
  return value.what.slice(0, BEGINNING).replace(/\s+/g, " ").trim() || t("(no text)");
}

function more(summary: Summary, report: Opened<Report>): string[] {
  const { sealed_by: sealedBy, photos } = summary;
  const due = goesOn(summary);
  return [
    due ? t("Goes on {day}", { day: shortDay(due) }) : "",
    report.why === "locked" ? t("Not opened") : "",
    report.why === "unreadable" ? t("Not written by our pages") : "",
    report.why === "unreadable" && summary.wrote_again ? t("A message came") : "",
    report.cut ? t("Longer than it may be") : "",
    sealedBy === "server" ? t("Locked by the server") : "",
    sealedBy === "caseworker" ? t("Written down by a caseworker") : "",
    photos ? tn("{count} photo", "{count} photos", photos) : "",
  ].filter(Boolean);
}

/** A short day; with its year if it is not in this year. */
export function shortDay(day: string): string {
  const [year] = day.split("-");
  const thisYear = `${new Date().getFullYear()}` === year;
  const format: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", timeZone: "UTC" };
  if (!thisYear) format.year = "numeric";
  return formatted(new Intl.DateTimeFormat(locale(), format), `${day}T00:00:00Z`, day);
}
