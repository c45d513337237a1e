/** The kinds of warnings, their numbers and their names. */

import { WARNING_KINDS } from "../oblivious/generated.ts";
import { t } from "../ui/messages.ts";

/** The codes of all kinds, in the order to offer them. */
export const CODES = WARNING_KINDS.filter((code) => code !== null);

/** The number of a kind for labels; 0 if the kind is unknown. */
export function numberOf(code: string): number {
  const known: readonly (string | null)[] = WARNING_KINDS;
  return Math.max(known.indexOf(code), 0);
}

/** The name of a kind; an unknown kind is called “something else”. */
export function kindName(code: string): string {
  switch (code) {
    case "violence":
      return t("Violence");
    case "sexual-violence":
      return t("Sexual violence");
    case "robbery":
      return t("Robbery");
    case "not-paying":
      return t("Does not pay, or takes the money back");
    case "condom":
      return t("Removes or refuses the condom");
    case "stalking":
      return t("Stalking");
    case "threats":
      return t("Threats");
    case "police-impersonation":
      return t("Pretends to be the police");
    default:
      return t("Something else");
  }
}
