/** On the page of a report: whether others may be warned, and the warnings written from it. */

import { attempt } from "../../session/attempt.ts";
import type { ReportDetail } from "../../session/generated-calls.ts";
import { fill, h } from "../../ui/dom.ts";
import { inTurns } from "../../ui/in-turns.ts";
import { t } from "../../ui/messages.ts";
import { need } from "../../ui/parts.ts";
import type { Desk } from "../lock-screen.ts";
import { tagsOf, titleOf } from "../warnings/cards.ts";
import { fetchWarnings, openDraft } from "../warnings/listing.ts";

const part = (id: string) => need(`#${id}`, HTMLElement);

export class CaseWarnings {
  #turn = 0;

  /** Show what is known of the report at once, and its warnings when they arrive. */
  show(detail: ReportDetail, desk: Desk): void {
    this.#turn += 1;
    const turn = this.#turn;
    const agreed = detail.consents.warn === true;
    fill(
      part("warn-text"),
      agreed
        ? t("They have agreed that others may be warned.")
        : t("They have not agreed that others may be warned."),
    );
    part("warn-write").hidden = !agreed;
    void attempt(part("warn"), async () => {
      const { warnings } = await fetchWarnings();
      const own = warnings.filter(({ report }) => report.uid === detail.uid);
      const shown = await inTurns(own, async (warning) => {
        const title = titleOf(await openDraft(warning, desk.unlocked));
        return h(
          "li",
          { class: "report-warning" },
          h("span", {}, title),
          h("span", { class: "tags" }, ...tagsOf(warning, desk.keys.user.id)),
        );
      });
      if (turn !== this.#turn) return;
      fill(part("warn-list"), ...shown);
      part("warn-all").hidden = shown.length === 0;
    });
  }

  clear(): void {
    this.#turn += 1;
    fill(part("warn-list"));
    fill(part("warn-text"), "");
  }
}
