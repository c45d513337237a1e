/**
 * Builds elements. Text always stays text: nothing here parses markup, or sets a style or script.
 * All text goes through here, so that invisible characters in it are shown (strangers.ts).
 */

import { boxText, type Part, partsOf, shownText } from "./strangers.ts";

export type Child = Node | string | number | false | null | undefined;

type Value = string | number | boolean | null | undefined;
type Handlers = {
  [Type in keyof HTMLElementEventMap as `on${Type}`]?: (event: HTMLElementEventMap[Type]) => void;
};

/** Attributes by name; true gives an empty attribute, and false, null and undefined give none. */
export type Attributes = Handlers & { style?: never } & { [name: `data-${string}`]: Value } & {
  [name: `aria-${string}`]: Value;
} & Partial<Record<PlainAttribute, Value>>;

type PlainAttribute =
  | "accept"
  | "action"
  | "alt"
  | "autocapitalize"
  | "autocomplete"
  | "capture"
  | "checked"
  | "class"
  | "cols"
  | "colspan"
  | "datetime"
  | "dir"
  | "disabled"
  | "download"
  | "enterkeyhint"
  | "for"
  | "height"
  | "hidden"
  | "href"
  | "id"
  | "inputmode"
  | "lang"
  | "list"
  | "max"
  | "maxlength"
  | "method"
  | "min"
  | "minlength"
  | "multiple"
  | "name"
  | "novalidate"
  | "open"
  | "pattern"
  | "placeholder"
  | "readonly"
  | "rel"
  | "required"
  | "role"
  | "rows"
  | "scope"
  | "selected"
  | "spellcheck"
  | "src"
  | "step"
  | "tabindex"
  | "target"
  | "title"
  | "type"
  | "value"
  | "width";

/** An element with attributes, listeners (`onclick: () => …`) and children. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function")
      element.addEventListener(name.slice(2), value as EventListener);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null)
      element.setAttribute(name, attributeText(name, value));
  }
  element.append(...nodes(children));
  return element;
}

/** Attributes that people see or hear. */
const READ = /^(?:title|alt|placeholder|aria-.+)$/;

function attributeText(name: string, value: string | number | true): string {
  return READ.test(name) ? shownText(String(value)) : String(value);
}

/** Replaces the children of an element. */
export function fill(element: Element, ...children: Child[]): void {
  element.textContent = "";
  element.append(...nodes(children));
}

/** Put text into the page's heading, and into the tab's title, which begins with the heading. */
export function setHeading(heading: HTMLElement, text: string): void {
  const before = heading.textContent ?? "";
  const { title } = document;
  if (before && title.startsWith(before)) {
    document.title = shownText(text) + title.slice(before.length);
  }
  fill(heading, text);
}

function nodes(children: Child[]): (Node | string)[] {
  return children
    .filter((child): child is Node | string | number => child != null && child !== false)
    .flatMap((child) => (child instanceof Node ? [child] : partsOf(String(child)).map(shown)));
}

function shown(part: Part): Node | string {
  if (typeof part === "string") return part;
  const box = document.createElement("span");
  box.className = "unseen";
  box.textContent = boxText(part);
  return box;
}
