/** The page of an opened report: what was written, messages, photos, consents, deletion. */

import { nameOf } from "../report/names.ts";
import { faultsOf } from "../report/questions.ts";
import { rowsOf } from "../report/report.ts";
import type { LedgerLine, Scope } from "../session/generated-calls.ts";
import { messageOf, wasRefused } from "../session/trouble.ts";
import { fill } from "../ui/dom.ts";
import type { Faults } from "../ui/faults.ts";
import { clearFaults, mark, showFaults, unmark } from "../ui/faults.ts";
import { t } from "../ui/messages.ts";
import {
  button,
  byId,
  copyOf,
  dayText,
  goTo,
  need,
  neutralise,
  slot,
  takeOut,
} from "../ui/parts.ts";
import { boxNote } from "../ui/written.ts";
import { Gallery } from "./gallery.ts";
import { askBeforeLeaving } from "./leaving.ts";
import { type Ending, endingOf, type Message, type Visit } from "./visit.ts";

/** What was not sent when the page ended: a message, and whether there were photos. */
export interface Unsent {
  typed: string;
  photos: boolean;
}

export class ConversationPage {
  private readonly visit: Visit;
  private readonly wording: string;
  private readonly ended: (how: Ending, unsent: Unsent) => void;
  private readonly gallery: Gallery;
  private readonly endAsking: () => void;
  /** The consents whose boxes show something that is not saved. */
  private readonly unsaved = new Set<Scope>();
  private sending = false;
  private over = false;

  /**
   * Show what `visit` opened. When the report is gone, `ended` is called with what was not sent.
   */
  constructor(visit: Visit, wording: string, ended: (how: Ending, unsent: Unsent) => void) {
    this.visit = visit;
    this.wording = wording;
    this.ended = ended;
    const page = byId("opened");
    page.replaceChildren(copyOf("opened-page"));
    for (const form of page.querySelectorAll("form")) neutralise(form);
    this.showFacts(page);
    this.showReport();
    this.showMessages();
    this.enlivenMessages();
    this.enlivenOlder();
    this.gallery = new Gallery(visit, (error, show) => this.failed(error, show));
    this.enlivenConsents(page);
    showLedger(visit.answer.ledger);
    this.enlivenErasing();
    this.endAsking = askBeforeLeaving(
      () => this.hasUnsent,
      () => this.showUnsent(),
    );
    page.hidden = false;
    goTo(need("h1", HTMLElement, page));
  }

  /** Say what failed. If the report is gone, end the page instead. */
  private failed(error: unknown, show: (message: string) => void): void {
    if (this.over) return;
    const ending = endingOf(error);
    if (ending) this.end(ending);
    else show(messageOf(error));
  }

  private get hasUnsent(): boolean {
    const typed = need("#message", HTMLTextAreaElement).value.trim();
    return Boolean(typed) || this.sending || this.unsaved.size > 0 || this.gallery.hasUnsent;
  }

  /** Move the reader to the first thing that is not sent. */
  private showUnsent(): void {
    const [scope] = this.unsaved;
    const typed = need("#message", HTMLTextAreaElement).value.trim();
    byId(typed || this.sending ? "message" : scope ? `consent-${scope}` : "photos").focus();
  }

  private end(how: Ending): void {
    this.over = true;
    this.endAsking();
    const typed = need("#message", HTMLTextAreaElement).value.trim();
    byId("opened").replaceChildren();
    clearFaults();
    this.ended(how, { typed, photos: this.gallery.hasUnsent });
  }

  private showFacts(page: HTMLElement): void {
    const { report, project } = this.visit.answer;
    fill(slot(page, "reference"), report.reference);
    fill(slot(page, "received"), dayText(report.received_on));
    fill(slot(page, "opened"), report.opened_on ? dayText(report.opened_on) : "");
    slot(page, "not-opened").hidden = report.opened_on !== null;
    fill(slot(page, "project"), project.name);
    for (const note of page.querySelectorAll<HTMLElement>("[data-sealed-by]")) {
      note.hidden = note.dataset.sealedBy !== report.sealed_by;
    }
  }

  private showReport(): void {
    const { report } = this.visit;
    byId("report-unread").hidden = report !== null;
    byId("report-longer").hidden = !report?.cut;
    for (const { name, lines } of report ? rowsOf(report.value) : []) {
      if (lines.length === 0) continue;
      const row = copyOf("report-row");
      fill(need("dt", HTMLElement, row), name);
      fill(need("dd", HTMLElement, row), lines.join("\n"), boxNote(...lines));
      byId("report-list").append(row);
    }
  }

  /** An answer that the project wrote last comes first; the messages before it stay in order. */
  private showMessages(): void {
    const messages = [...this.visit.messages];
    const last = messages[messages.length - 1];
    if (last && !last.mine) {
      messages.pop();
      fill(byId("newest-title"), t("New answer from {name}", { name: last.by }));
      byId("newest-talk").append(messageRow(last));
      byId("newest").hidden = false;
    }
    byId("talk").append(...messages.map(messageRow));
  }

  private enlivenMessages(): void {
    const some = this.visit.messages.length > 0 || this.visit.hasOlder;
    slot(byId("opened"), "no-messages").hidden = some;
    need("#message-form", HTMLFormElement).addEventListener("submit", () => void this.send());
  }

  private async send(): Promise<void> {
    if (this.sending) return;
    const form = need("#message-form", HTMLFormElement);
    const field = need("#message", HTMLTextAreaElement);
    const faults = faultsOf(form);
    showFaults(faults);
    if (faults.size > 0) return;
    this.sending = true;
    say("message-status", t("Locking and sending…"));
    try {
      const text = field.value.trim();
      byId("talk").append(messageRow(await this.visit.send(text)));
      slot(byId("opened"), "no-messages").hidden = true;
      takeOut(text, field);
      say("message-status", t("Your message is sent."));
    } catch (error) {
      this.failed(error, (reason) => {
        say("message-status", "");
        const message = `${reason} ${t("Your message is still here. Keep this page open.")}`;
        showFaults(new Map([["message", message]]) satisfies Faults);
      });
    } finally {
      this.sending = false;
    }
  }

  private enlivenOlder(): void {
    const box = byId("older");
    const status = need("[role=status]", HTMLElement, box);
    box.hidden = !this.visit.hasOlder;
    need("button", HTMLButtonElement, box).addEventListener("click", async () => {
      fill(status, t("Opening older messages…"));
      try {
        const rows = (await this.visit.older()).map(messageRow);
        byId("talk").prepend(...rows);
        box.hidden = !this.visit.hasOlder;
        fill(status, "");
        // Continue from the newest message that was added; the list may begin far above it.
        rows[rows.length - 1]?.focus();
      } catch (error) {
        this.failed(error, (message) => fill(status, message));
      }
    });
  }

  private enlivenConsents(page: HTMLElement): void {
    for (const form of page.querySelectorAll<HTMLFormElement>("form.consent")) {
      this.enlivenConsent(form, form.dataset.scope as Scope);
    }
  }

  /** Unticking saves at once; ticking asks first. */
  private enlivenConsent(form: HTMLFormElement, scope: Scope): void {
    const field = need("input", HTMLInputElement, form);
    const save = need("button", HTMLButtonElement, form);
    const status = need("[role=status]", HTMLElement, form);
    let saved = this.visit.answer.consents[scope] === true;
    let saving = false;
    const show = (text: string): void => {
      const open = field.checked !== saved;
      if (open || saving) this.unsaved.add(scope);
      else this.unsaved.delete(scope);
      save.hidden = !open || saving;
      fill(slot(save, "act"), field.checked ? t("Yes, allow it") : t("Try again"));
      fill(status, open && !text ? t("Not saved yet") : text);
    };
    const store = async (): Promise<void> => {
      if (saving || field.checked === saved) return;
      const given = field.checked;
      saving = true;
      unmark(form);
      show(t("Saving…"));
      try {
        showLedger(await this.visit.consent({ scope, given, wording: this.wording }));
        saved = given;
        saving = false;
        if (field.checked !== given) changed();
        else show(given ? t("Saved: allowed") : t("Saved: not allowed"));
        field.focus();
      } catch (error) {
        saving = false;
        this.failed(error, (message) => {
          // After a refusal nothing has changed. Without an answer, the server may have stored it.
          if (wasRefused(error)) field.checked = saved;
          show("");
          mark(field.id, message);
          field.focus();
        });
      }
    };
    const changed = (): void => {
      unmark(form);
      show("");
      if (!field.checked) void store();
    };
    field.checked = saved;
    show("");
    field.addEventListener("change", changed);
    form.addEventListener("submit", () => void store());
  }

  private enlivenErasing(): void {
    const ask = need("#erase-ask", HTMLFormElement);
    const erase = need("#erase", HTMLFormElement);
    const show = (sure: boolean): void => {
      ask.hidden = sure;
      erase.hidden = !sure;
    };
    ask.addEventListener("submit", () => {
      show(true);
      byId("erase-sure").focus();
    });
    // Listen to the button itself: older browsers do not say which button sent a form.
    button("erase-keep").addEventListener("click", () => {
      show(false);
      need("button", HTMLButtonElement, ask).focus();
    });
    button("erase-yes").addEventListener("click", () => void this.erase());
  }

  private async erase(): Promise<void> {
    say("erase-status", "");
    try {
      await this.visit.erase();
      this.end("erased");
    } catch (error) {
      this.failed(error, (message) => say("erase-status", message));
    }
  }
}

function say(id: string, text: string): void {
  fill(byId(id), text);
}

function messageRow({ mine, by, day, text, cut }: Message): HTMLLIElement {
  const line = copyOf("message-row");
  const row = need("li", HTMLLIElement, line);
  row.tabIndex = -1;
  row.classList.toggle("mine", mine);
  slot(line, "mine").hidden = !mine;
  slot(line, "by").hidden = mine;
  fill(slot(line, "by"), by);
  fill(slot(line, "day"), dayText(day));
  fill(slot(line, "text"), text ?? t("This message cannot be opened."));
  const note = boxNote(text ?? "");
  if (note) slot(line, "text").after(note);
  slot(line, "longer").hidden = !cut;
  return row;
}

function showLedger(lines: readonly LedgerLine[]): void {
  byId("no-ledger").hidden = lines.length > 0;
  byId("ledger").replaceChildren(
    ...lines.map(({ scope, given, day }) => {
      const line = copyOf("ledger-row");
      fill(slot(line, "day"), dayText(day));
      slot(line, "given").hidden = !given;
      slot(line, "withdrawn").hidden = given;
      fill(slot(line, "label"), nameOf("consent", scope));
      return line;
    }),
  );
}
