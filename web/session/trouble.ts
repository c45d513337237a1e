/** What to tell a person when something did not work. */

import { t } from "../ui/messages.ts";
import { CallError, STOPPED } from "./fetch.ts";

export function messageOf(error: unknown): string {
  if (error instanceof CallError) return error.message;
  return t("A part of this page could not be loaded. Check your connection and try again.");
}

/**
 * Shows how far a puzzle is solved, in four steps because each is read aloud. The last has no
 * number, because its time is unknown.
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
 * Whether there is no room for a report now: nothing was stored, and trying again at once does not
 * help.
 */
export function mustWait(error: unknown): boolean {
  return error instanceof CallError && ["too-many-today", "no-room"].includes(error.code);
}

/** Whether the person stopped it while a puzzle was being solved, which follows a refusal. */
export function isStopped(error: unknown): boolean {
  return error instanceof CallError && error.code === STOPPED;
}

/** Whether the server refused: then nothing was stored. Without an answer, we cannot know. */
export function wasRefused(error: unknown): boolean {
  return error instanceof CallError && error.status >= 400 && error.status < 500;
}
