/** The feed: all current warnings at once, so that asking for the feed reveals nothing. */

import type { Feed } from "../session/generated-calls.ts";
import { fill, h } from "../ui/dom.ts";
import { t, tn } from "../ui/messages.ts";
import { byId, dayText, formatted, locale } from "../ui/parts.ts";
import { writtenText } from "../ui/written.ts";
import { kindName } from "../warning/kinds.ts";
import { areaName } from "./areas.ts";
import { members } from "./calls.ts";
import {
  isFor,
  languageName,
  newestFirst,
  type TakenDown,
  takenDownIn,
  textFor,
  type Warning,
  warningsIn,
} from "./warning.ts";

/** @throws CallError */
export function fetchFeed(): Promise<Feed> {
  return members.get("feed");
}

function monthText(month: string): string {
  const options = { month: "long", year: "numeric", timeZone: "UTC" } as const;
  return formatted(new Intl.DateTimeFormat(locale(), options), `${month.slice(0, 7)}-01`, "");
}

function monthsText({ from, to }: Warning["months"]): string {
  const [first, last] = [monthText(from), monthText(to)];
  return first === last ? first : t("{from} to {to}", { from: first, to: last });
}

function areasText(areas: readonly string[]): string {
  return areas.map(areaName).filter(Boolean).join(", ");
}

/** A warning as a card; `heading` is the level of its title on this part of the page. */
export function warningCard(warning: Warning, heading: "h3" | "h4"): HTMLElement {
  const page = document.documentElement.lang;
  const { text, language } = textFor(warning, page);
  const translated = language === page;
  const facts = [areasText(warning.areas), monthsText(warning.months)].filter(Boolean).join(" · ");
  return h(
    "article",
    { class: "panel" },
    h(heading, {}, kindName(warning.kind)),
    h("p", { class: "quiet" }, facts),
    !translated &&
      h(
        "p",
        { class: "quiet" },
        t("Written in: {language}", { language: languageName(language, locale()) }),
      ),
    ...writtenText(text, translated ? {} : { lang: language }),
    h(
      "p",
      { class: "quiet" },
      t("From {project}, {day}.", { project: warning.project, day: dayText(warning.published_on) }),
      " ",
      warning.four_eyes
        ? t("Two support workers looked at it.")
        : t("One support worker looked at it."),
    ),
  );
}

/** Show the feed for the chosen areas. */
export function showFeed(feed: Feed, areas: readonly string[]): void {
  const { all, unread } = warningsIn(feed.warnings);
  const mine = newestFirst(all.filter((each) => isFor(each, areas)));
  fill(
    byId("feed-for"),
    areas.length
      ? t("For your areas: {areas}. You can change them under Account.", {
          areas: areasText(areas),
        })
      : t("For all areas. You can choose some under Account."),
  );
  fill(byId("feed"), ...mine.map((each) => h("li", {}, warningCard(each, "h3"))));
  const notice = unread
    ? tn(
        "{count} warning here cannot be read. Load the page again later.",
        "{count} warnings here cannot be read. Load the page again later.",
        unread,
      )
    : "";
  if (notice) byId("feed").append(h("li", {}, h("p", { class: "quiet" }, notice)));
  else if (mine.length === 0) {
    fill(byId("feed"), h("li", {}, h("p", {}, t("There are no warnings here at the moment."))));
  }
  const gone = takenDownIn(feed.taken_down).all.filter((each) => isFor(each, areas));
  byId("taken-down").hidden = gone.length === 0;
  fill(byId("taken-down-list"), ...gone.map((each) => h("li", {}, takenDownText(each))));
}

function takenDownText({ kind, areas, day }: TakenDown): string {
  const where = areasText(areas);
  const values = { kind: kindName(kind), areas: where, day: dayText(day) };
  return where
    ? t("{kind}, {areas}: taken back on {day}.", values)
    : t("{kind}: taken back on {day}.", values);
}

/** Remove the feed from the page. */
export function hideFeed(): void {
  for (const id of ["feed", "feed-for", "taken-down-list"]) fill(byId(id));
  byId("taken-down").hidden = true;
  sayFeedBusy("");
  sayFeedFault("");
}

/** Say beside the feed why members cannot fully trust it; nothing if all is well. */
export function sayFeedFault(text: string): void {
  const part = byId("feed-fault");
  // Screen readers do not read unchanged text out again.
  if (part.textContent !== text) fill(part, text);
  part.hidden = !text;
}

/** Say in place of the feed that the page is fetching it; nothing afterwards. */
export function sayFeedBusy(text: string): void {
  fill(byId("feed-busy"), text);
}
