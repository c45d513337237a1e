/** The answer to a check, in plain words, with what to do next. */

import { fill, h } from "../ui/dom.ts";
import { t, tn } from "../ui/messages.ts";
import { byId, need } from "../ui/parts.ts";
import { placeFacts } from "../ui/place-facts.ts";
import { kindName } from "../warning/kinds.ts";
import { warningCard } from "./feed.ts";
import type { Outcome } from "./outcome.ts";
import { reason } from "./reason.ts";

const title = (text: string) => h("h2", { tabindex: -1 }, text);
const list = (...items: string[]) => h("ul", {}, ...items.map((each) => h("li", {}, each)));

function found({ warnings, withoutText }: Extract<Outcome, { is: "found" }>): Node[] {
  const count = warnings.length + withoutText.length;
  return [
    title(tn("There is a warning", "There are {count} warnings", count)),
    ...warnings.map((each) => warningCard(each, "h3")),
    ...withoutText.map((kind) =>
      h(
        "article",
        { class: "panel" },
        h("h3", {}, kindName(kind)),
        h("p", {}, t("We could not load the text of this warning. Load the page again later.")),
      ),
    ),
    h("h3", {}, t("What you can do")),
    list(
      t("You do not have to meet this person. You can say no without giving a reason."),
      t(
        "If you meet them anyway, tell somebody you trust where you are and when you will be back.",
      ),
      t("You can talk about it with the project that invited you."),
      inDanger(),
    ),
  ];
}

function inDanger(): string {
  const { number, silent_key: key } = placeFacts().emergency;
  const call = t("In danger now? Call {number}.", { number });
  const press = t("If you cannot speak, press {key} when you are asked.", { key });
  return key ? `${call} ${press}` : call;
}

function nothing({ asked }: Extract<Outcome, { is: "nothing" }>): Node[] {
  return [
    title(t("Nothing found")),
    h("p", {}, h("strong", {}, t("It does not mean that this person is safe."))),
    h("p", {}, t("It means only that no warning here has exactly this number or name.")),
    h("p", { dir: "auto" }, t("We looked for exactly this: {value}", { value: asked.text })),
    ...(asked.whole
      ? []
      : [
          h(
            "p",
            {},
            h("strong", {}, t("A digit may be missing, or it may be a number of another country.")),
          ),
        ]),
    list(
      t("Many people who hurt others were never reported."),
      t("They may use another number, another name or another car."),
      t("Trust your own feeling, and do what you always do to stay safe."),
    ),
  ];
}

function takenBack(): Node[] {
  return [
    title(t("There was a warning, and it has just been taken back")),
    h("p", {}, t("We no longer show its text. It does not mean that this person is safe.")),
  ];
}

function noChecksLeft(): Node[] {
  return [
    title(t("You have no checks left today")),
    h("p", {}, t("You have 30 a day, so that nobody can copy the whole list.")),
    h("p", {}, t("You get 30 new ones at {time} tonight.", { time: nextDay() })),
    notNothing(),
  ];
}

/** When the next day of tokens begins (0:00 UTC) on this person's clock. */
function nextDay(): string {
  const midnight = new Date();
  midnight.setUTCHours(24, 0, 0, 0);
  const { lang } = document.documentElement;
  return new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, { timeStyle: "short" }).format(
    midnight,
  );
}

const notNothing = () =>
  h(
    "p",
    {},
    h("strong", {}, t("So we cannot say whether there is a warning.")),
    " ",
    t("Until you know, act as if there were one."),
  );

function failed(code: string): Node[] {
  const { what, next } = reason(code);
  return [title(t("We could not check")), notNothing(), h("p", {}, what), h("p", {}, next)];
}

/** An unknown result must never look like “nothing found”. */
function lookOf(outcome: Outcome): string {
  const { is } = outcome;
  if (is === "nothing") return outcome.asked.whole ? "notice" : "notice wait";
  return is === "found" || is === "taken-back" ? "notice wait" : "notice danger";
}

function partsOf(outcome: Outcome): Node[] {
  switch (outcome.is) {
    case "found":
      return found(outcome);
    case "nothing":
      return nothing(outcome);
    case "taken-back":
      return takenBack();
    case "no-checks-left":
      return noChecksLeft();
    case "failed":
      return failed(outcome.code);
  }
}

/** Show an answer in place of the last one, without moving the reader. */
export function replaceAnswer(outcome: Outcome): HTMLElement {
  const look = { class: `answer ${lookOf(outcome)}`, "data-is": outcome.is };
  const box = h("section", look, ...partsOf(outcome));
  fill(byId("answer"), box);
  return box;
}

/** Show the answer and lead the reader to it. */
export function showAnswer(outcome: Outcome): void {
  const box = replaceAnswer(outcome);
  need("h2", HTMLElement, box).focus({ preventScroll: true });
  box.scrollIntoView({ block: "nearest" });
}

/** Remove the answer. */
export function clearAnswer(): void {
  fill(byId("answer"));
}
