/**
 * Shows on every desk page who is using the recovery sheet: the page has it when it loads, and asks
 * again when it fetches keys and when it comes to the front.
 */

import type { News } from "../../session/generated-calls.ts";
import { fill, h } from "../../ui/dom.ts";
import { t } from "../../ui/messages.ts";
import { deskPage } from "../address.ts";
import { get } from "../calls.ts";
import { recoveryText } from "./recovery-text.ts";

let shown = "";
let show: (news: News) => void = showNotices;

/** Show news in another way, as the team page does. */
export function showNewsBy(other: (news: News) => void): void {
  show = other;
}

/**
 * Check whether somebody is using the sheet, on pages that show it: before set-up there is no
 * sheet. A failure is ignored: the next check may succeed.
 */
export async function lookForRecovery(): Promise<void> {
  if (show === showNotices && !document.querySelector("#recovery-news")) return;
  const news = await get("team/recovery/news").catch(() => null);
  if (!news || JSON.stringify(news) === shown) return;
  shown = JSON.stringify(news);
  show(news);
}

/** Look again whenever the page comes to the front. Nothing is asked while it stays there. */
export function keepLookingForRecovery(): void {
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void lookForRecovery();
  });
  addEventListener("focus", () => void lookForRecovery());
}

function showNotices({ recovery, came_in }: News): void {
  const part = document.querySelector("#recovery-news");
  if (!part) return;
  const waits = recovery && [
    h("h2", {}, t("Somebody has the recovery sheet")),
    h("p", {}, recoveryText(recovery)),
    toTeam(t("Say yes or no, or make a new sheet, on the Team page")),
  ];
  const came = came_in.map((name) => [
    h(
      "p",
      {},
      t(
        "{name} came in with the recovery sheet. If none of you knows who that is, remove them at once.",
        { name },
      ),
    ),
    toTeam(t("To the Team page")),
  ]);
  const notices = [...(waits ? [waits] : []), ...came];
  fill(part, ...notices.map((inside) => h("div", { class: "notice danger" }, ...inside)));
}

function toTeam(text: string): HTMLElement {
  return h("p", {}, h("a", { href: deskPage("/desk/team/") }, text));
}
