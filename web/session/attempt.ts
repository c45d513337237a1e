/** Does what a form asks: marks it as busy meanwhile, and says plainly what failed. */

import { SealingError } from "../sealing/errors.ts";
import { whileStretching } from "../sealing/slow.ts";
import { fill, h } from "../ui/dom.ts";
import { t } from "../ui/messages.ts";
import { painted } from "../ui/parts.ts";
import { openedInSession } from "./calls.ts";
import { Fault, Faults, faultsOf } from "./faults.ts";
import { CallError } from "./fetch.ts";
import { say } from "./parts.ts";
import { stretchProgress } from "./trouble.ts";

/**
 * The message of a failed call. After the session ends, it asks to log in in another tab, so that
 * nothing typed is lost.
 */
function callFailure(error: CallError): string {
  return error.status === 401 && openedInSession
    ? t("Your log-in has ended. Log in again in another tab, then come back: nothing is lost.")
    : error.message;
}

/** What went wrong, in words for the person who did it. */
export function explain(error: unknown): string {
  if (error instanceof CallError) return callFailure(error);
  if (error instanceof Fault || error instanceof Faults) return error.message;
  if (error instanceof SealingError) {
    return t("A key or a text from the server does not open. Load the page again, or tell us.");
  }
  if (error instanceof DOMException && error.name === "NotAllowedError") {
    return t("The passkey was not used: the browser stopped or it took too long. Try again.");
  }
  return t("Something went wrong in this page. What you typed is still here. Please try again.");
}

const failed = (area: ParentNode) => area.querySelector<HTMLElement>('[data-slot="failed"]');

/**
 * Where the reader sees what failed: in the area, or in the nearest part around it. A step that is
 * not on the screen may come first in the page.
 */
function placeFor(area: Element): HTMLElement | undefined {
  for (let around: Element | null = area; around; around = around.parentElement) {
    const places = [...around.querySelectorAll<HTMLElement>('[data-slot="failed"]')];
    const seen = places.find((place) => !place.parentElement?.closest("[hidden]"));
    if (seen) return seen;
  }
  return undefined;
}

const busySlot = (area: ParentNode) => area.querySelector<HTMLElement>('[data-slot="busy"]');

function describedBy(input: Element, id: string, on: boolean): void {
  const ids = new Set((input.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  if (on) ids.add(id);
  else ids.delete(id);
  if (ids.size) input.setAttribute("aria-describedby", [...ids].join(" "));
  else input.removeAttribute("aria-describedby");
}

/** Remove the messages of earlier attempts. */
export function clearFaults(area: ParentNode): void {
  const part = failed(area);
  if (part) say(part, "");
  for (const error of area.querySelectorAll<HTMLElement>(".field > .error[data-fault]")) {
    error.closest(".field")?.classList.remove("wrong");
    const input = document.getElementById(error.dataset.fault ?? "");
    input?.removeAttribute("aria-invalid");
    if (input) describedBy(input, error.id, false);
    error.remove();
  }
}

function showFault(area: ParentNode, { field, message }: Fault | CallError): boolean {
  const input = field ? area.querySelector<HTMLElement>(`#${CSS.escape(field)}`) : null;
  const box = input?.closest(".field");
  if (!input || !box) return false;
  const id = `${field}-fault`;
  const error = h("p", { class: "error", id, "data-fault": field }, message);
  (input.closest(".reveal") ?? input).before(error);
  box.classList.add("wrong");
  input.setAttribute("aria-invalid", "true");
  describedBy(input, id, true);
  return true;
}

/** Go to the first field that must be corrected. */
function focusFirst(area: ParentNode): void {
  area.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}

/** Show what failed where the reader looks: at the fields, or at the top of the area. */
export function showFailure(area: HTMLElement, error: unknown): void {
  const wrong = error instanceof CallError ? [error] : faultsOf(error);
  const homeless = wrong.filter((each) => !showFault(area, each));
  if (wrong.length > 0) focusFirst(area);
  if (wrong.length > 0 && homeless.length === 0) return;
  const part = placeFor(area);
  if (!part) throw error;
  say(part, (homeless.length ? homeless : [error]).map(explain).join(" "));
  part.scrollIntoView({ block: "nearest" });
}

/**
 * Do one thing at a time, with the area marked as busy, and show a failure in the area.
 *
 * Resolves with whether it was done.
 */
export async function attempt(
  area: HTMLElement,
  work: () => Promise<void>,
  saying = "",
): Promise<boolean> {
  if (area.getAttribute("aria-busy") === "true") return false;
  clearFaults(area);
  area.setAttribute("aria-busy", "true");
  const busy = busySlot(area);
  if (busy && saying) fill(busy, saying);
  if (busy) whileStretching(stretchProgress((text) => fill(busy, text)));
  try {
    if (saying) await painted();
    await work();
    return true;
  } catch (error) {
    showFailure(area, error);
    return false;
  } finally {
    area.removeAttribute("aria-busy");
    whileStretching(() => undefined);
    if (busy) fill(busy, "");
  }
}

/** Attempt something when somebody sends a form; `saying` may be known only then. */
export function onSubmit(
  form: HTMLFormElement,
  work: () => Promise<void>,
  saying: string | (() => string) = "",
): void {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void attempt(form, work, typeof saying === "string" ? saying : saying());
  });
}
