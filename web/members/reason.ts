/** Why a check failed: which part, and what to do, in plain words. */

import { t } from "../ui/messages.ts";

/** Which part failed and what to do, for each code of docs/check.md. */
export function reason(code: string): { what: string; next: string } {
  const tellProject = t("Try again later. If it stays like this, tell the project.");
  const tellNow = t("Please do not rely on this site for now, and tell the project.");
  const again = t("Wait a moment, then press Check again.");
  switch (code) {
    case "unreachable-platform":
      return {
        what: t("Our own computers did not answer."),
        next: t("Look whether you are online, then press Check again."),
      };
    case "unreachable-keyholder":
      return {
        what: t(
          "Each check needs two organisations. The second one, the key holder, did not answer.",
        ),
        next: again,
      };
    case "unreachable":
      return { what: t("One of the two organisations did not answer."), next: again };
    case "not-set-up":
      return { what: t("Checks are not set up at this site yet."), next: tellProject };
    case "no-release":
      return { what: t("The list of warnings was not published yet."), next: tellProject };
    case "release-signature":
      return { what: t("The list of warnings is not signed as it should be."), next: tellNow };
    case "log-signature":
      return {
        what: t(
          "The record of the second organisation, the key holder, is not signed as it should be.",
        ),
        next: tellNow,
      };
    case "wrong-manifest":
      return { what: t("The list of warnings is not written as it should be."), next: tellNow };
    case "wrong-entry":
      return {
        what: t(
          "The record of the second organisation, the key holder, is not written as it should be.",
        ),
        next: tellNow,
      };
    case "log-differs":
      return {
        what: t(
          "The list of warnings is not the one that the second organisation, the key holder, noted down.",
        ),
        next: tellNow,
      };
    case "log-ahead":
      return {
        what: t(
          "The second organisation, the key holder, has noted down a newer list than we were given.",
        ),
        next: t("Load the page again in a few minutes. If it stays like this, tell the project."),
      };
    case "stale":
      return {
        what: t(
          "The list of warnings is more than three days old, or this device’s date is wrong.",
        ),
        next: tellProject,
      };
    case "keys-differ":
      return { what: t("The two organisations do not use the keys they should."), next: tellNow };
    case "pins-changed":
      return {
        what: t("The site’s keys are not those you had when you joined."),
        next: t("Ask the project whether it changed its keys. Until then we do not check."),
      };
    case "wrong-proof":
      return { what: t("An answer was not worked out as it should be."), next: tellNow };
    case "wrong-bucket":
      return { what: t("A part of the list of warnings was changed on its way."), next: tellNow };
    case "wrong-texts":
      return { what: t("The text of a warning was changed."), next: tellNow };
    case "day-differs":
      return {
        what: t("For one of the two organisations it is tomorrow already, as can be for a moment."),
        next: t(
          "Wait a few minutes, then press Check again. If it stays like this, tell the project.",
        ),
      };
    case "log-in":
      return { what: t("Your log-in has ended."), next: t("Load the page again and log in.") };
    case "tokens-issued":
      return {
        what: t("Today’s checks were given out in a way that this browser cannot use."),
        next: t("You get new ones tomorrow. If it happens again, tell the project."),
      };
    case "project-tokens-issued":
      return {
        what: t("Your project has been given all its checks for today."),
        next: t("You get new ones tomorrow. Please tell the project."),
      };
    default:
      return { what: t("Something went wrong on the way."), next: again };
  }
}
