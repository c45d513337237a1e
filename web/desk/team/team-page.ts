/** The team page: members with what they lack, invitations, and the two dialogs. */

import { fromB64u } from "../../sealing/bytes.ts";
import { fingerprint } from "../../sealing/keys.ts";
import type { RecoveryKeys } from "../../sealing/recovery.ts";
import { attempt, showFailure } from "../../session/attempt.ts";
import { ask } from "../../session/dialog.ts";
import { Fault } from "../../session/faults.ts";
import type { Colleague, OpenInvitation } from "../../session/generated-calls.ts";
import { say, showStep } from "../../session/parts.ts";
import { copy } from "../../ui/copy.ts";
import { fill, h } from "../../ui/dom.ts";
import { t } from "../../ui/messages.ts";
import { dayText, need, slot } from "../../ui/parts.ts";
import { deskPage } from "../address.ts";
import { post, remove } from "../calls.ts";
import { type Desk, type DeskPage, renewed } from "../lock-screen.ts";
import { MembersSection } from "./members-section.ts";
import { lockedMeanwhile, NewSheet } from "./new-sheet.ts";
import { lookAgainByButton, showNoKey } from "./no-key.ts";
import { showNewsBy } from "./recovery-news.ts";
import { RecoverySection } from "./recovery-section.ts";
import { fetchTeam, giveKeys, lacking, removeMember, replaceSheet } from "./team.ts";

const root = () => need("#team", HTMLElement);

export class TeamPage implements DeskPage {
  /** Only people of a project may have members: for others the server leaves the part out. */
  readonly #members = document.querySelector("#members-part")
    ? new MembersSection(announce, done)
    : null;
  readonly #sheet = new NewSheet();
  readonly #recovery = new RecoverySection({
    refresh: (done) => this.#refresh(done),
    newSheet: () => this.#replaceSheet(),
    done,
  });
  /** Whether the reader holds the project's key. */
  #given = false;
  #desk: Desk | null = null;

  constructor() {
    showNewsBy(({ recovery }) => {
      if (this.#desk) this.#recovery.show(recovery, this.#given);
    });
    lookAgainByButton();
    const invite = need("#invite", HTMLButtonElement);
    const panel = need("#link-panel", HTMLElement);
    invite.onclick = () => attempt(root(), () => this.#invite());
    need("#copy-link", HTMLButtonElement).onclick = () =>
      copy(panel, need("#link", HTMLInputElement).value);
    need("#new-sheet", HTMLButtonElement).onclick = () => this.#replaceSheet();
    for (const cancel of document.querySelectorAll<HTMLElement>("[data-cancels-sheet]")) {
      cancel.onclick = () => this.#leaveSheet();
    }
  }

  async open(desk: Desk): Promise<void> {
    this.#desk = desk;
    const team = await fetchTeam();
    if (this.#desk !== desk) return;
    fill(need("#members", HTMLElement), ...team.members.map((one) => this.#row(one, desk)));
    this.#showInvitations(team.invitations);
    const { current } = desk.keys.project;
    this.#given = desk.keys.grants.some(({ key }) => key === current);
    // Nobody has verified a person without the key, so they may not invite.
    for (const id of ["invite-part", "members-part", "sheet-part"]) {
      const part = document.querySelector<HTMLElement>(`#${id}`);
      if (part) part.hidden = !this.#given;
    }
    await showNoKey(desk, !this.#given);
    if (this.#desk !== desk) return;
    // From now on this page shows the news itself.
    document.querySelector("#recovery-news")?.remove();
    this.#recovery.show(team.recovery, this.#given);
    if (this.#given) this.#members?.open();
    this.#sheet.open();
  }

  close(): void {
    this.#desk = null;
    this.#members?.close();
    this.#sheet.close();
    fill(need("#members", HTMLElement));
    forgetLink();
    for (const dialog of document.querySelectorAll("dialog")) dialog.close();
  }

  /** Say what was done, and fetch the team again. If that fails, what was done is still done. */
  async #refresh(message: string): Promise<void> {
    announce(message);
    await this.#again().catch((error) => showFailure(root(), error));
  }

  async #again(): Promise<void> {
    const desk = this.#desk;
    if (!desk) return;
    const now = await renewed(desk);
    if (this.#desk === desk) await this.open(now);
  }

  #row(member: Colleague, desk: Desk): HTMLElement {
    const { name, joined_on, you, keys } = member;
    const current = desk.keys.project.current;
    const has = current !== null && keys.includes(current);
    const iHave = current !== null && desk.unlocked.projectKeys.has(current);
    const unknown = !you && iHave && member.came_in === "new";
    const missing = !you && iHave && lacking(member, desk).length > 0;
    return h(
      "li",
      { class: "member", "data-member": name },
      h(
        "div",
        {},
        h("strong", {}, you ? t("{name} (you)", { name }) : name),
        h("span", { class: "quiet" }, t("here since {day}", { day: dayText(joined_on) })),
        member.came_in && h("span", { class: "quiet" }, t("Came in with the recovery sheet")),
      ),
      h("span", { class: has ? "tag good" : "tag wait" }, has ? t("Has the key") : t("No key yet")),
      h(
        "div",
        { class: "end" },
        unknown && button(t("We know them"), name, "second", () => this.#know(member)),
        missing && button(t("Give the key"), name, "second", () => void this.#askGive(member)),
        !you && iHave && button(t("Remove"), name, "plain", () => this.#askRemove(member)),
      ),
    );
  }

  #showInvitations(invitations: readonly OpenInvitation[]): void {
    need("#open-invitations", HTMLElement).hidden = invitations.length === 0;
    const rows = invitations.map(({ id, expires_on }) => {
      const until = t("Works until {day}", { day: dayText(expires_on) });
      const withdraw = async () => {
        await remove(`team/invitations/${id}`);
        await this.#refresh(t("The link no longer works."));
      };
      const act = () => void attempt(root(), withdraw);
      return h(
        "li",
        { class: "member" },
        h("span", {}, until),
        button(t("Withdraw"), until, "plain", act),
      );
    });
    fill(need("#invitations", HTMLElement), ...rows);
  }

  async #invite(): Promise<void> {
    const { token } = await post("team/invitations");
    const link = need("#link", HTMLInputElement);
    link.value = `${location.origin}${deskPage("/desk/invitation/")}#${token}`;
    need("#link-panel", HTMLElement).hidden = false;
    await this.#again();
    link.select();
    link.focus();
  }

  async #askGive(member: Colleague): Promise<void> {
    const { name, public_key } = member;
    const compared = need("#give-key-compared", HTMLInputElement);
    compared.checked = false;
    fill(need("#give-key-title", HTMLElement), t("Give the key to {name}", { name }));
    fill(need("#give-key-fingerprint", HTMLElement), await fingerprint(fromB64u(public_key)));
    const give = async () => {
      if (!this.#desk) return;
      if (!compared.checked)
        throw new Fault("", t("Compare the numbers first, then tick the box."));
      await giveKeys(member, await renewed(this.#desk));
      await this.#refresh(t("{name} has the key now.", { name }));
    };
    ask(need("#give-key", HTMLDialogElement), give, done());
  }

  #know({ id, name }: Colleague): void {
    void attempt(root(), async () => {
      await post("team/recovery/known", { user: id });
      await this.#refresh(
        t("Noted. Your colleagues are told no more that {name} came in.", { name }),
      );
    });
  }

  #askRemove(member: Colleague): void {
    const { name } = member;
    const dialog = need("#remove", HTMLDialogElement);
    fill(need("#remove-title", HTMLElement), t("Remove {name}?", { name }));
    ask(dialog, async () => {
      // Nothing behind an open dialog can take the focus.
      dialog.close();
      this.#sheet.begin({
        button: t("Remove {name} and make a new key", { name }),
        saying: t("Making the new key…"),
        work: (recovery) => this.#remove(member, recovery),
      });
    });
  }

  async #remove(member: Colleague, recovery: RecoveryKeys): Promise<void> {
    if (!this.#desk) throw lockedMeanwhile();
    // Making a sheet takes time: the team and the keys may have changed.
    const desk = await renewed(this.#desk);
    await removeMember(member, await fetchTeam(), desk, recovery);
    // A removal also ends all unused links.
    forgetLink();
    this.#members?.close();
    showStep("team");
    await this.#refresh(
      t("{name} is removed, and the new sheet is in use. Destroy the sheets before it.", {
        name: member.name,
      }),
    );
  }

  #replaceSheet(): void {
    this.#sheet.begin({
      button: t("Use this sheet from now on"),
      saying: t("Locking the keys to the new sheet…"),
      work: async (recovery) => {
        if (!this.#desk) throw lockedMeanwhile();
        await replaceSheet(recovery, await renewed(this.#desk));
        showStep("team");
        await this.#refresh(t("The new sheet is in use. Destroy the sheets before it."));
      },
    });
  }

  #leaveSheet(): void {
    this.#sheet.forget();
    showStep("team");
  }
}

const done = () => slot(root(), "done");

/** Say what was done, and have it read out: the pressed button is often gone. */
function announce(message: string): void {
  say(done(), message);
  done().focus();
}

function forgetLink(): void {
  need("#link", HTMLInputElement).value = "";
  need("#link-panel", HTMLElement).hidden = true;
}

function button(text: string, about: string, look: string, onclick: () => void): HTMLElement {
  const more = h("span", { class: "sr" }, `: ${about}`);
  return h("button", { type: "button", class: `button small ${look}`, onclick }, text, more);
}
