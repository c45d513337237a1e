/** The page that opens a report again with its seven words. */

import { CallError } from "../session/fetch.ts";
import { messageOf } from "../session/trouble.ts";
import { fill } from "../ui/dom.ts";
import { clearFaults, showFaults } from "../ui/faults.ts";
import { loadModule } from "../ui/load.ts";
import { t } from "../ui/messages.ts";
import { byId, goTo, need, neutralise, painted, takeOver } from "../ui/parts.ts";
import { ConversationPage, type Unsent } from "./conversation.ts";
import { copy } from "./copying.ts";
import { Entrance, wordsFault } from "./entrance.ts";
import { type Ending, endingOf, eraseRest, Visit } from "./visit.ts";

let opening = false;

async function open(entrance: Entrance, wording: string): Promise<void> {
  if (opening) return;
  opening = true;
  clearFaults();
  fill(byId("busy"), t("Opening… This can take a few seconds."));
  await painted();
  try {
    const visit = await visitOf(entrance.text);
    if (!visit) return;
    entrance.empty();
    byId("enter").hidden = true;
    new ConversationPage(visit, wording, (how, unsent) =>
      showEnd(how, unsent, () => visit.erase()),
    );
  } catch (error) {
    if (endingOf(error) === "removed") showRemoved(entrance);
    else wrong(error instanceof CallError ? error.message : cannotOpen(error));
  } finally {
    fill(byId("busy"), "");
    opening = false;
  }
}

/** The report that these words open; null if they are wrong, which the page then shows. */
async function visitOf(text: string): Promise<Visit | null> {
  const { parseReceipt, ReceiptError, WORDS } = await loadModule("sealing");
  try {
    return await Visit.begin(parseReceipt(text));
  } catch (error) {
    if (!(error instanceof ReceiptError)) throw error;
    wrong(wordsFault(error, WORDS));
    return null;
  }
}

function cannotOpen(error: unknown): string {
  const sealing = error instanceof Error && error.name !== "Error";
  return sealing
    ? t("Your report was found, but it does not open. Please tell the people who run this site.")
    : messageOf(error);
}

function wrong(message: string): void {
  showFaults(new Map([["words", message]]));
}

/**
 * The words are right, but the project has deleted the report: offer to delete what is left of it.
 */
function showRemoved(entrance: Entrance): void {
  const { text } = entrance;
  entrance.empty();
  byId("enter").hidden = true;
  showEnd("removed", { typed: "", photos: false }, async () => {
    const { parseReceipt } = await loadModule("sealing");
    await eraseRest(parseReceipt(text));
  });
}

/** Show that the report is gone, and what was not sent, if anything. */
function showEnd(how: Ending, unsent: Unsent, erase: () => Promise<void>): void {
  const { typed, photos } = unsent;
  const page = byId(how);
  const box = byId(`${how}-unsent`);
  const field = need("textarea", HTMLTextAreaElement, box);
  field.value = typed;
  box.hidden = !typed;
  byId(`${how}-photos`).hidden = !photos;
  need("button", HTMLButtonElement, box).addEventListener("click", () => {
    const message = t("Copied. Paste it where nobody else looks.");
    void copy(typed, { message, status: need("[role=status]", HTMLElement, box), marks: field });
  });
  if (how === "removed") offerToErase(unsent, erase);
  page.hidden = false;
  goTo(need("h1", HTMLElement, page));
}

/** Let the writer delete what is left of a report that its project has deleted. */
function offerToErase(unsent: Unsent, erase: () => Promise<void>): void {
  const form = need("#forget", HTMLFormElement);
  neutralise(form);
  form.addEventListener("submit", () => void goOn());

  async function goOn(): Promise<void> {
    fill(byId("forget-status"), t("One moment…"));
    await painted();
    try {
      await erase();
      byId("removed").hidden = true;
      showEnd("erased", unsent, erase);
    } catch (error) {
      fill(byId("forget-status"), messageOf(error));
    }
  }
}

/** Start the page of words. */
export function startReturning(): void {
  const page = document.querySelector<HTMLElement>("#return");
  if (!page) return;
  const form = need("#words-form", HTMLFormElement);
  const entrance = new Entrance();
  form.addEventListener("submit", () => void open(entrance, page.dataset.wording ?? ""));
  // A page that the browser restores from memory would still be open, so lock it.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
  // Do this last: until then the form works without the script.
  neutralise(form);
  takeOver();
}
