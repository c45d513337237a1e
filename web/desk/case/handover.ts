/** Who handles a report: taking it, and handing it over with a note. */

import { attempt, onSubmit } from "../../session/attempt.ts";
import type { ReportDetail, Team } from "../../session/generated-calls.ts";
import { fill, h } from "../../ui/dom.ts";
import { t } from "../../ui/messages.ts";
import { need, takeOut } from "../../ui/parts.ts";
import { post } from "../calls.ts";

const NOBODY = "";

export class Handover {
  #report = "";
  #me = "";
  readonly #changed: () => Promise<void>;

  /** `note` keeps a private note; `changed` is called after the report was handed over. */
  constructor(note: (text: string) => Promise<void>, changed: () => Promise<void>) {
    const form = need("#hand-form", HTMLFormElement);
    this.#changed = changed;
    need("#take", HTMLButtonElement).onclick = () => attempt(form, () => this.#assign(this.#me));
    onSubmit(form, () => this.#handOver(note));
  }

  show(detail: ReportDetail, team: Team): void {
    this.#report = detail.uid;
    this.#me = team.members.find(({ you }) => you)?.id ?? "";
    const holder = team.members.find(({ id }) => id === detail.assigned_to);
    fill(need("#in-hand", HTMLElement), sentence(holder));
    need("#take", HTMLElement).hidden = holder?.you === true;
    const others = team.members.filter(({ id }) => id !== detail.assigned_to);
    fill(
      need("#hand-to", HTMLSelectElement),
      ...others.map(({ id, name, you }) =>
        h("option", { value: id }, you ? t("{name} (you)", { name }) : name),
      ),
      holder && h("option", { value: NOBODY }, t("Nobody: whoever is free")),
    );
  }

  async #handOver(note: (text: string) => Promise<void>): Promise<void> {
    const to = need("#hand-to", HTMLSelectElement);
    const word = need("#hand-note", HTMLTextAreaElement);
    const text = word.value.trim();
    // Keep the note first: if the second call fails, trying again does not keep it twice.
    if (text) await note(t("To {name}: {text}", { name: to.selectedOptions[0]?.text ?? "", text }));
    takeOut(text, word);
    await this.#assign(to.value || null);
  }

  async #assign(user: string | null): Promise<void> {
    await post(`reports/${this.#report}/assignment`, { user });
    need("#hand-form details", HTMLDetailsElement).open = false;
    await this.#changed();
  }
}

function sentence(holder: { name: string; you: boolean } | undefined): string {
  if (!holder) return t("Nobody has it yet.");
  return holder.you ? t("You have it.") : t("{name} has it.", { name: holder.name });
}
