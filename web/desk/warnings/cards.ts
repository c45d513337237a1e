/**
 * A warning as a card in a list: what it says, what state it is in, and what can be done with it.
 */

import { placeName } from "../../report/names.ts";
import type { ListedWarning } from "../../session/generated-calls.ts";
import { h } from "../../ui/dom.ts";
import { t } from "../../ui/messages.ts";
import { dayText } from "../../ui/parts.ts";
import { writtenText } from "../../ui/written.ts";
import { kindName } from "../../warning/kinds.ts";
import { reportPage } from "../address.ts";
import { called } from "../records.ts";
import type { Draft } from "./draft.ts";
import { monthText } from "./form.ts";

/** The characters of a warning's text that its card shows folded. */
const SHOWN_AT_FIRST = 160;

/** Something to do with a warning: a button's text, and what the button does. */
export interface Action {
  text: string;
  look: "" | "second" | "plain";
  act: () => void;
}

/** From one month to another, or one month. */
function monthsText({ from, to }: Draft["months"]): string {
  if (from === to) return monthText(from);
  return t("{from} to {to}", { from: monthText(from), to: monthText(to) });
}

/** What a warning is about, in a few words. */
export function titleOf(draft: Draft | null): string {
  return draft ? kindName(draft.kind) : t("Cannot be opened here");
}

function endedText({ ended_because }: ListedWarning): string {
  switch (ended_because) {
    case "consent":
      return t("The person who reported no longer agrees");
    case "expired":
      return t("Its day came, and nobody renewed it");
    default:
      return t("Taken down by your team");
  }
}

/** Whether a warning was approved, but the person who reported no longer agrees to it. */
export function isWithdrawn({ state, consent }: ListedWarning): boolean {
  return !consent && (state === "approved" || state === "live");
}

/** The state of a warning, in tags. */
export function tagsOf(warning: ListedWarning, me: string): HTMLElement[] {
  const { state, composed_by, consent, four_eyes, missing } = warning;
  const stands = state === "approved" || state === "live";
  const states: [boolean, string, string][] = [
    [state === "draft" && composed_by.id === me, "wait", t("Yours: needs a colleague")],
    [state === "draft" && composed_by.id !== me, "accent", t("Waits to be approved")],
    [state === "approved" && consent, "wait", t("Goes out with the next list")],
    [state === "live" && consent, "good", t("Published")],
    [state === "ended", "", t("Ended")],
    [!consent && state !== "ended", "danger", t("They no longer agree")],
    [stands && !four_eyes, "wait", t("Looked at by one person")],
    [stands && missing.length > 0, "wait", t("Not under the new key yet")],
  ];
  return states
    .filter(([shown]) => shown)
    .map(([, look, text]) => h("span", { class: `tag ${look}`.trim() }, text));
}

/** What somebody must know of a warning before its details. */
function firstLines(warning: ListedWarning, draft: Draft | null): (string | false)[] {
  const areas = draft?.areas.map((code) => placeName(code)).join(", ");
  return [
    warning.state === "ended" && endedText(warning),
    isWithdrawn(warning) && t("Members do not see it. It ends with the next list."),
    !!draft && t("{areas}, {months}", { areas: areas ?? "", months: monthsText(draft.months) }),
  ];
}

function detailLines(warning: ListedWarning): (string | false)[] {
  const { composed_by, approved_by, published_on, review_on, state } = warning;
  const { entered_by, entered_on } = warning;
  return [
    approved_by
      ? t("Written by {writer}, approved by {reader}", {
          writer: composed_by.name,
          reader: approved_by.name,
        })
      : t("Written by {writer}", { writer: composed_by.name }),
    !!entered_by &&
      !!entered_on &&
      t("Numbers put under a new key by {person} on {day}", {
        person: entered_by.name,
        day: dayText(entered_on),
      }),
    !!published_on && t("Published on {day}", { day: dayText(published_on) }),
    !!review_on &&
      state !== "ended" &&
      t("To be looked at again on {day}", { day: dayText(review_on) }),
  ];
}

const quiet = (some: readonly (string | false)[]) =>
  some.filter(Boolean).map((line) => h("p", { class: "quiet" }, line));

/** The beginning of a text, up to a space, in which a list of warnings can be told apart. */
export function beginning(text: string): string {
  const letters = [...text];
  if (letters.length <= SHOWN_AT_FIRST) return text;
  const cut = letters.slice(0, SHOWN_AT_FIRST).join("");
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), SHOWN_AT_FIRST / 2)).trimEnd()} …`;
}

/** A card: enough to know the warning, and the rest to unfold; its end says what a check found. */
export function card(
  warning: ListedWarning,
  draft: Draft | null,
  me: string,
  actions: readonly Action[],
): HTMLLIElement {
  const title = titleOf(draft);
  const report = t("Report {name}", { name: called(warning.report) });
  const about = h("span", { class: "sr" }, `: ${title}, ${report}`);
  const text = draft?.texts[draft.original] ?? "";
  const whole = (shown: string) => writtenText(shown, { lang: draft?.original ?? "" });
  const buttons = actions.map(({ text, look, act }) =>
    h(
      "button",
      { type: "button", class: `button small ${look}`.trim(), onclick: act },
      text,
      about.cloneNode(true),
    ),
  );
  return h(
    "li",
    { class: "panel warning", "data-warning": warning.uid, "data-state": warning.state },
    h("h3", {}, title),
    h("p", { class: "tags" }, ...tagsOf(warning, me)),
    ...(draft ? whole(beginning(text)) : []),
    ...quiet(firstLines(warning, draft)),
    h(
      "details",
      {},
      h("summary", {}, t("More"), about.cloneNode(true)),
      ...(beginning(text) === text ? [] : whole(text)),
      ...quiet(detailLines(warning)),
      h("p", {}, h("a", { href: reportPage(warning.report.uid) }, report)),
    ),
    buttons.length > 0 && h("div", { class: "actions" }, ...buttons),
    h("p", { role: "status", class: "looked-over" }),
  );
}
