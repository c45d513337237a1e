/** What to tell a person when something did not work. */

import { t } from "../ui/messages.ts";
import { CallError, STOPPED } from "./fetch.ts";

export function messageOf(error: unknown): string {
  if (error instanceof CallError) return error.message;
  return t("A part of this page could not be loaded. Check your connection and try again.");
}

/**
 * Tells how far a puzzle is solved: in four steps, as each is read aloud. The last has no number, as
 * nobody knows how long it takes.
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

/** Whether there is no room for a report now: nothing was stored, and to try at once is no use. */
export function mustWait(error: unknown): boolean {
  return error instanceof CallError && ["too-many-today", "no-room"].includes(error.code);
}

/** Whether the person stopped it while a puzzle was solved, which comes after a refusal. */
export function isStopped(error: unknown): boolean {
  return error instanceof CallError && error.code === STOPPED;
}

/** Whether the server said no: then nothing was stored. With no answer, nobody can tell. */
export function wasRefused(error: unknown): boolean {
  return error instanceof CallError && error.status >= 400 && error.status < 500;
}
