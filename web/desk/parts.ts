/** Finding and showing the parts of a desk page. */

type Kind<T extends Element> = new () => T;

/** The one element that the template promises. @throws Error where it is not there */
export function need<T extends Element>(
  selector: string,
  kind: Kind<T>,
  root: ParentNode = document,
): T {
  const element = root.querySelector(selector);
  if (element instanceof kind) return element;
  throw new Error(`The page has no ${selector}.`);
}

/** The part of `root` marked `data-slot="NAME"`. */
export function slot(root: ParentNode, name: string): HTMLElement {
  return need(`[data-slot="${name}"]`, HTMLElement, root);
}

/** Put text into a part and show it; hide the part where there is none. */
export function say(part: HTMLElement, text: string): void {
  part.textContent = text;
  part.hidden = !text;
}

/** Show one step of a page, hide the others, and lead the reader to its heading. */
export function showStep(name: string): HTMLElement {
  let shown: HTMLElement | undefined;
  for (const step of document.querySelectorAll<HTMLElement>("[data-step]")) {
    step.hidden = step.dataset.step !== name;
    if (!step.hidden) shown = step;
  }
  if (!shown) throw new Error(`The page has no step ${name}.`);
  shown.querySelector<HTMLElement>("h1")?.focus();
  scrollTo({ top: 0 });
  return shown;
}

/** Show what is of use only now that the script runs. */
export function reveal(): void {
  for (const part of document.querySelectorAll<HTMLElement>("[data-with-script]")) {
    part.hidden = false;
  }
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-reveals]")) {
    button.addEventListener("click", () => togglePassphrase(button));
  }
}

function togglePassphrase(button: HTMLButtonElement): void {
  const input = need(`#${button.dataset.reveals}`, HTMLInputElement);
  const shown = input.type === "password";
  input.type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", String(shown));
}

/** Let the browser paint before it is kept busy. */
export function painted(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
  });
}
