/** One question at a time, within one document and without entries in the browser's history. */

import { fill } from "../ui/dom.ts";
import { t } from "../ui/messages.ts";
import { byId, goTo, need } from "../ui/parts.ts";

export const SCREENS = ["begin", "questions", "check", "receipt", "sent"] as const;
export type Screen = (typeof SCREENS)[number];

/** Show one screen and no other. */
export function showScreen(shown: Screen): void {
  for (const screen of SCREENS) byId(screen).hidden = screen !== shown;
  if (shown !== "questions") goTo(need("h1", HTMLElement, byId(shown)));
}

/** The questions in their order. */
export function questions(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-question]")];
}

/** Show the question at that place (from 0) and the progress, and move the reader there. */
export function showQuestion(place: number): HTMLElement {
  const all = questions();
  const shown = all[place];
  if (!shown) throw new Error(`There is no question ${place}.`);
  showScreen("questions");
  for (const question of all) question.hidden = question !== shown;
  const count = all.length;
  fill(byId("question-number"), t("Question {number} of {count}", { number: place + 1, count }));
  const bar = need("#bar", HTMLProgressElement);
  bar.max = count;
  bar.value = place + 1;
  const heading = need(".ask", HTMLElement, shown);
  // The question is alone on the screen, so it is what the page is about.
  heading.setAttribute("aria-level", "1");
  goTo(heading);
  return shown;
}
