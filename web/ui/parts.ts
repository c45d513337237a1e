/** Finds and shows the parts of a page. Text always stays text. */

type ElementClass<T extends Element> = new () => T;

/** The one element that the template promises. @throws Error if it is missing */
export function need<T extends Element>(
  selector: string,
  elementClass: ElementClass<T>,
  root: ParentNode = document,
): T {
  const element = root.querySelector(selector);
  if (element instanceof elementClass) return element;
  throw new Error(`The page has no ${selector}.`);
}

export function byId(id: string): HTMLElement {
  return need(`#${id}`, HTMLElement);
}

export function button(id: string): HTMLButtonElement {
  return need(`#${id}`, HTMLButtonElement);
}

/** The part of `root` marked `data-slot="NAME"`. */
export function slot(root: ParentNode, name: string): HTMLElement {
  return need(`[data-slot="${name}"]`, HTMLElement, root);
}

/** A copy of the content of a `<template id>`. */
export function copyOf(id: string): DocumentFragment {
  const { content } = need(`template#${id}`, HTMLTemplateElement);
  return document.importNode(content, true);
}

/** Show what is useful now that the script runs, and hide what is for pages without script. */
export function takeOver(root: ParentNode = document): void {
  for (const part of root.querySelectorAll<HTMLElement>("[data-with-script]")) part.hidden = false;
  for (const part of root.querySelectorAll<HTMLElement>("[data-without-script]")) {
    part.hidden = true;
  }
  for (const part of root.querySelectorAll(".waits")) part.classList.remove("waits");
}

/** Make a form unable to send itself, even if the script fails later. */
export function neutralise(form: HTMLFormElement): void {
  form.removeAttribute("action");
  form.setAttribute("method", "dialog");
  form.addEventListener("submit", (event) => event.preventDefault());
}

/** Move the reader to a heading. */
export function goTo(heading: HTMLElement): void {
  heading.focus({ preventScroll: true });
  scrollTo({ top: 0 });
}

/** Remove what was sent from a field, and keep what somebody typed meanwhile. */
export function takeOut(sent: string, field: { value: string }): void {
  const now = field.value.trimStart();
  if (now.startsWith(sent)) field.value = now.slice(sent.length).trimStart();
}

/** Let the browser paint the latest changes before the next heavy step. */
export function painted(): Promise<void> {
  return new Promise((resolve) => {
    // A background page paints nothing, so use a timer as well.
    setTimeout(resolve, 100);
    requestAnimationFrame(() => setTimeout(resolve));
  });
}

/** The page's language for dates; plain English would write them the American way. */
export function locale(): string {
  const { lang } = document.documentElement;
  return lang === "en" ? "en-GB" : lang;
}

/** A day of the server (`2026-11-23`) in the page's language. */
export function dayText(day: string): string {
  const format = new Intl.DateTimeFormat(locale(), {
    dateStyle: "long",
    timeZone: "UTC",
  } as Intl.DateTimeFormatOptions);
  return formatted(format, `${day}T00:00:00Z`, day);
}

/** A moment of the server in the page's language and the browser's time: its day and its hour. */
export function momentText(moment: string): string {
  const format = new Intl.DateTimeFormat(locale(), {
    weekday: "long",
    day: "numeric",
    month: "long",
    hour: "numeric",
    minute: "2-digit",
  });
  return formatted(format, moment, moment);
}

/** A moment in a format; `otherwise` if it is not a valid moment. */
export function formatted(format: Intl.DateTimeFormat, moment: string, otherwise: string): string {
  const date = new Date(moment);
  return Number.isNaN(date.getTime()) ? otherwise : format.format(date);
}
