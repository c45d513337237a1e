/** Texts about who is using the recovery sheet. */

import type { Waiting } from "../../session/generated-calls.ts";
import { t } from "../../ui/messages.ts";
import { dayText } from "../../ui/parts.ts";

/** Who is waiting, and what happens next. */
export function recoveryText({
  name,
  state,
  goes_on,
  lapses_on,
  answered_by: by,
}: Waiting): string {
  if (state === "refused") {
    return t(
      "{name} was refused by {by}. Make a new sheet: from {day} this one could be tried again.",
      {
        name,
        by: by ?? "",
        day: dayText(lapses_on),
      },
    );
  }
  if (state === "waiting") {
    return t("They call themselves {name}. If nobody says no, they come in on {day}.", {
      name,
      day: dayText(goes_on),
    });
  }
  if (by)
    return t("{by} said yes: {name} can come in and open all that is sent to your team.", {
      by,
      name,
    });
  return t("The waiting time is over: {name} can come in and open all that is sent to your team.", {
    name,
  });
}
