/** Members on the team page: their pseudonyms, inviting them by a link, and removing them. */

import { attempt } from "../../session/attempt.ts";
import { ask } from "../../session/dialog.ts";
import type { MemberNamed, OpenInvitation } from "../../session/generated-calls.ts";
import { copy } from "../../ui/copy.ts";
import { fill, h } from "../../ui/dom.ts";
import { t } from "../../ui/messages.ts";
import { dayText, need } from "../../ui/parts.ts";
import { membersPage } from "../address.ts";
import { get, post, remove } from "../calls.ts";

const part = (id: string) => need(`#${id}`, HTMLElement);

export class MembersSection {
  readonly #announce: (message: string) => void;
  readonly #done: () => HTMLElement;
  /** Whether the page is open: an answer that arrives after it was locked shows nothing. */
  #open = false;

  /** `announce` says what was done; `done` gives the part of the page where it says so. */
  constructor(announce: (message: string) => void, done: () => HTMLElement) {
    this.#announce = announce;
    this.#done = done;
    const panel = part("member-link-panel");
    need("#invite-member", HTMLButtonElement).onclick = () => this.#attempt(() => this.#invite());
    need("#copy-member-link", HTMLButtonElement).onclick = () =>
      copy(panel, need("#member-link", HTMLInputElement).value);
  }

  /** Show the members; a failure is shown in their part, and affects nothing else. */
  open(): void {
    this.#open = true;
    this.#attempt(() => this.#load());
  }

  async #load(): Promise<void> {
    const { members, invitations } = await get("members");
    if (!this.#open) return;
    fill(part("pseudonyms"), ...members.map((one) => this.#row(one)));
    part("no-members").hidden = members.length > 0;
    fill(part("member-invitations"), ...invitations.map((one) => this.#link(one)));
    part("open-member-invitations").hidden = invitations.length === 0;
  }

  close(): void {
    this.#open = false;
    fill(part("pseudonyms"));
    need("#member-link", HTMLInputElement).value = "";
    part("member-link-panel").hidden = true;
  }

  #attempt(work: () => Promise<void>): void {
    void attempt(part("members-part"), work);
  }

  async #invite(): Promise<void> {
    const { token } = await post("member-invitations");
    const link = need("#member-link", HTMLInputElement);
    link.value = `${location.origin}${membersPage("join/")}#${token}`;
    part("member-link-panel").hidden = false;
    await this.#load();
    link.select();
    link.focus();
  }

  #row({ id, pseudonym }: MemberNamed): HTMLElement {
    const askRemove = () => {
      fill(part("remove-member-title"), t("Remove {name}?", { name: pseudonym }));
      const takeOut = async () => {
        await remove(`members/${id}`);
        this.#announce(t("{name} is removed.", { name: pseudonym }));
        await this.#load();
      };
      ask(need("#remove-member", HTMLDialogElement), takeOut, this.#done());
    };
    return h(
      "li",
      { class: "member", "data-pseudonym": pseudonym },
      h("strong", { dir: "auto" }, pseudonym),
      button(t("Remove"), pseudonym, askRemove),
    );
  }

  #link({ id, expires_on }: OpenInvitation): HTMLElement {
    const until = t("Works until {day}", { day: dayText(expires_on) });
    const withdraw = async () => {
      await remove(`member-invitations/${id}`);
      this.#announce(t("The link no longer works."));
      await this.#load();
    };
    return h(
      "li",
      { class: "member" },
      h("span", {}, until),
      button(t("Withdraw"), t("member’s link, {until}", { until }), () => this.#attempt(withdraw)),
    );
  }
}

function button(text: string, about: string, onclick: () => void): HTMLElement {
  const more = h("span", { class: "sr" }, `: ${about}`);
  return h("button", { type: "button", class: "button small plain", onclick }, text, more);
}
