/** What to tell people when something did not work. */

import { t } from "../ui/messages.ts";
import { CallError, STOPPED } from "./fetch.ts";

export function messageOf(error: unknown): string {
  if (error instanceof CallError) return error.message;
  return t("A part of this page could not be loaded. Check your connection and try again.");
}

/**
 * Shows how far a puzzle is solved, in four steps, because screen readers read each one aloud. The
 * last step has no number, because nobody knows how long it takes.
 */
export function workProgress(show: (text: string) => void): (part: number) => void {
  let shown = -1;
  return (part) => {
    const percent = Math.min(75, Math.floor(part * 4) * 25);
    if (percent === shown) return;
    shown = percent;
    show(
      percent < 75
        ? t("Very much is being sent just now, so this takes a little longer: {percent} %", {
            percent,
          })
        : t("Very much is being sent just now, so this takes a little longer. Almost ready…"),
    );
  };
}

/**
 * Shows how far a stretching in plain script is and what remains, in steps of a tenth, because
 * screen readers read each one aloud. `now` is the time in milliseconds.
 */
export function stretchProgress(
  show: (text: string) => void,
  now = () => performance.now(),
): (part: number) => void {
  const started = now();
  let shown = 0;
  return (part) => {
    const percent = Math.floor(part * 10) * 10;
    if (percent <= shown || percent >= 100) return;
    shown = percent;
    const seconds = Math.ceil(((now() - started) * (1 - part)) / part / 1000);
    show(
      t(
        "This browser works slowly: about {seconds} seconds to go ({percent} %). You can go to another tab and come back.",
        { percent, seconds },
      ),
    );
  };
}

/**
 * Whether the server has no room for a report now: it stored nothing, and trying again at once does
 * not help.
 */
export function mustWait(error: unknown): boolean {
  return error instanceof CallError && ["too-many-today", "no-room"].includes(error.code);
}

/** Whether the person stopped a puzzle, which only follows a refusal. */
export function isStopped(error: unknown): boolean {
  return error instanceof CallError && error.code === STOPPED;
}

/** Whether the server refused: then it stored nothing. Without an answer, we cannot know. */
export function wasRefused(error: unknown): boolean {
  return error instanceof CallError && error.status >= 400 && error.status < 500;
}
