/** Asks for a review: seals the request here to each project, and sends it once. */

import { get, post } from "../report/calls.ts";
import { faultsOf } from "../report/questions.ts";
import { drawUid } from "../report/uid.ts";
import { CallError } from "../session/fetch.ts";
import type { SealedRequest } from "../session/generated-calls.ts";
import { messageOf } from "../session/trouble.ts";
import { fill } from "../ui/dom.ts";
import { clearFaults, showFaults } from "../ui/faults.ts";
import { loadModule } from "../ui/load.ts";
import { t } from "../ui/messages.ts";
import { button, byId, goTo, need, neutralise, painted, takeOver } from "../ui/parts.ts";

/** What is typed (docs/http.md, a request's fields). */
interface Asked {
  identifier: string;
  what: string;
  answer: string;
}

const FIELDS = ["identifier", "what", "answer"] as const;

const form = () => need("#form", HTMLFormElement);

function fieldOf(name: keyof Asked): HTMLInputElement | HTMLTextAreaElement {
  const field = byId(name);
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) return field;
  throw new Error(`The page has no field ${name}.`);
}

function readAsked(): Asked {
  const text = (name: keyof Asked) => fieldOf(name).value.trim();
  return { identifier: text("identifier"), what: text("what"), answer: text("answer") };
}

/** Seal a request to every project's current key. @throws CallError */
async function seal(asked: Asked, uid: string): Promise<SealedRequest[]> {
  const { b64u, sealRecord, toProject, utf8 } = await loadModule("sealing");
  const { projects } = await get("/review/keys");
  const inside = utf8(JSON.stringify({ v: 1, ...asked }));
  const place = { kind: "review-request", report: uid, record: uid } as const;
  return Promise.all(
    projects.map(async ({ slug, key }) => {
      const { body, wraps } = await sealRecord(inside, place, [toProject(key)]);
      return { project: slug, key: key.id, body: b64u(body), project_wrap: b64u(wraps[0]) };
    }),
  );
}

class Asking {
  /** What was sealed, and from what: it may have arrived, so the page sends the same again. */
  private waiting: { of: string; uid: string; sealed: SealedRequest[] } | null = null;
  private sending = false;

  constructor() {
    neutralise(form());
    form().addEventListener("submit", () => void this.send());
    // Fetch the sealing code while the person writes; if that fails, sending tries again.
    form().addEventListener("focusin", () => loadModule("sealing").catch(() => undefined), {
      once: true,
    });
  }

  private async send(): Promise<void> {
    if (this.sending) return;
    const faults = faultsOf(form());
    const identifier = fieldOf("identifier");
    // A text without a letter or a number is about nothing.
    if (!faults.has("identifier") && !/[\p{L}\p{N}]/u.test(identifier.value)) {
      faults.set("identifier", identifier.dataset.empty ?? "");
    }
    if (faults.size > 0) {
      showFaults(faults);
      return;
    }
    clearFaults();
    this.busy(true);
    try {
      await painted();
      await this.deliver(readAsked());
      this.finish();
    } catch (error) {
      showFaults(new Map([["form", messageOf(error)]]));
    }
    this.busy(false);
  }

  /** Send it; if a project has changed its key meanwhile, seal it again to the new key. */
  private async deliver(asked: Asked): Promise<void> {
    try {
      await this.post(asked);
    } catch (error) {
      if (!(error instanceof CallError && error.code === "key-retired")) throw error;
      this.waiting = null;
      await this.post(asked);
    }
  }

  private async post(asked: Asked): Promise<void> {
    const of = JSON.stringify(asked);
    if (this.waiting?.of !== of) {
      const uid = drawUid();
      this.waiting = { of, uid, sealed: await seal(asked, uid) };
    }
    const { uid, sealed } = this.waiting;
    await post("/review/send", { uid, sealed }, { again: true });
  }

  private finish(): void {
    this.waiting = null;
    for (const name of FIELDS) fieldOf(name).value = "";
    byId("ask").hidden = true;
    byId("sent").hidden = false;
    goTo(need("#sent h1", HTMLElement));
  }

  private busy(busy: boolean): void {
    this.sending = busy;
    button("send").disabled = busy;
    fill(byId("busy"), busy ? t("Locking and sending…") : "");
  }
}

/** Start the page, unless there is no project to write to yet. */
export function startReview(): void {
  if (!document.querySelector("#form")) return;
  new Asking();
  takeOver();
}
