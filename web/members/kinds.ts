/** What members can check: what to type for each kind, and an example of it. */

import { fill, h } from "../ui/dom.ts";
import { t } from "../ui/messages.ts";
import { byId, need, slot } from "../ui/parts.ts";
import { type Examples, placeFacts } from "../ui/place-facts.ts";
import { SITES } from "./profiles.ts";

interface Words {
  label: string;
  hint: string;
  inputmode: string;
}

/** What to ask for one kind; for a profile, on one site or on any. */
export function wordsOf(kind: string, examples: Examples, site = ""): Words {
  switch (kind) {
    case "email":
      return {
        label: t("E-mail address"),
        hint: t("For example: someone@example.com"),
        inputmode: "email",
      };
    case "plate":
      return {
        label: t("Number plate"),
        hint: t("For example: {plate}", { plate: examples.plate }),
        inputmode: "text",
      };
    case "handle":
      if (SITES[site]) {
        return {
          label: t("Name or address of the profile"),
          hint: t("For example: {name} or {address}", {
            name: "@somebody",
            address: SITES[site].form,
          }),
          inputmode: "url",
        };
      }
      return {
        label: t("Profile"),
        hint: t("For example: instagram.com/somebody or telegram:somebody"),
        inputmode: "url",
      };
    default:
      return {
        label: t("Phone number"),
        hint: t("For example: {telephone} or {international}", { ...examples }),
        inputmode: "tel",
      };
  }
}

/** Ask for one kind. */
export function showKind(kind: string): void {
  const sites = need("#site", HTMLSelectElement);
  if (!sites.options.length) offerSites(sites);
  const { label, hint, inputmode } = wordsOf(kind, placeFacts().examples, sites.value);
  fill(slot(byId("check-form"), "label"), label);
  fill(byId("value-hint"), hint);
  need("#value", HTMLInputElement).setAttribute("inputmode", inputmode);
  byId("region-field").hidden = kind !== "tel";
  byId("site-field").hidden = kind !== "handle";
}

function offerSites(sites: HTMLSelectElement): void {
  const all = Object.entries(SITES).map(([site, { name }]) => h("option", { value: site }, name));
  sites.append(h("option", { value: "" }, t("It is in the address")), ...all);
}

/** Why typed text cannot be checked, in words that help to correct it. */
export function whyNotReadable(
  { code, sites }: { code: string; sites: readonly string[] },
  kind: string,
  examples: Examples,
): string {
  switch (code) {
    case "empty":
      return t("Type what you want to check.");
    case "too-long":
      return t("This is too long.");
    case "not-a-number":
      return t(
        "This is not a whole phone number. It has digits only, and a plus sign at the start if it is from another country. For example: {international}",
        { international: examples.international },
      );
    case "zero-in-brackets":
      return t(
        "This may be one of two numbers. Write it without brackets: with the 0 if it is dialled from abroad too, otherwise without.",
      );
    case "not-an-email":
      return t("This is not an e-mail address. It looks like this: someone@example.com");
    case "several-addresses":
      return t("There is more than one @ sign. Check one address at a time.");
    case "not-a-plate":
      return t("This is not a number plate. It has 2 to 12 letters and digits, like {plate}.", {
        plate: examples.plate,
      });
    case "phone-number":
      return t("This is a phone number. Choose Phone, and check it there.");
    case "invitation-link":
      return t("This invites to a group. Copy the address of the person’s own profile.");
    case "unknown-platform":
      return t(
        "We do not know this site. Names on WhatsApp, Signal and Viber are phone numbers: choose Phone. Of other sites we can only check: {sites}.",
        { sites: sites.join(", ") },
      );
    default:
      return kind === "handle"
        ? t("Choose the site, then type the name of the profile. Or copy the address of its page.")
        : t("This cannot be checked as it is. Look at it again.");
  }
}
