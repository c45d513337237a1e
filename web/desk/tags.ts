/** Tags that say in one word what state a report is in. */

import type { Status } from "../session/generated-calls.ts";
import { h } from "../ui/dom.ts";
import { t } from "../ui/messages.ts";

export function statusTag(status: Status): HTMLElement {
  switch (status) {
    case "new":
      return h("span", { class: "tag accent" }, t("New"));
    case "waiting":
      return h("span", { class: "tag wait" }, t("Waiting"));
    case "answered":
      return h("span", { class: "tag good" }, t("Answered"));
  }
}
