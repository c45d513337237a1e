/**
 * All text of a page goes through ui/dom.ts, and everything opened goes through report/reading.ts.
 */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { roomsOf, sourcesIn } from "./rooms.ts";

const WEB = new URL("../", import.meta.url);
/** Folders whose code does not use a page. */
const PURE = new Set(["sealing", "oblivious"]);
/** Files that parse JSON. */
const PARSING = new Set([
  "report/reading.ts", // the one reader
  "ui/load.ts", // the list of modules, which our own page holds
  "ui/place-facts.ts", // facts about the places, which our own page holds
]);

/** Code that puts text into a page past ui/dom.ts, except plain text that we wrote ourselves. */
const AROUND = [
  /\.(?:textContent|innerText|innerHTML|outerHTML|title|alt|ariaLabel)\s*=(?!=)(?!\s*"[^"]*";)/,
  /\b(?:createTextNode|insertAdjacent\w+|new Text|new Option|document\.write)\b/,
  /setAttribute(?:NS)?\(\s*[^"'`]|setAttribute\(\s*["'](?:title|alt|placeholder|aria-label)["'],(?! shownText\()/,
  /\.(?:append|prepend|before|after|replaceChildren|replaceWith)\(\s*["'`]/,
  /\b(?:alert|confirm|prompt)\(/,
];

const sources = roomsOf(WEB)
  .filter((room) => !PURE.has(room))
  .flatMap((room) => sourcesIn(WEB, room));

function around(source: string): string[] {
  return source.split("\n").filter((line) => AROUND.some((way) => way.test(line)));
}

test("what goes around ui/dom.ts is found", () => {
  for (const line of [
    "part.textContent = text;",
    "part.textContent = `${text}`;",
    "element.setAttribute(name, text);",
    'element.setAttribute("aria-label", text);',
    "list.append(`${text}`);",
    "document.title = text;",
  ]) {
    assert.deepEqual(around(line), [line]);
  }
  assert.deepEqual(around('part.textContent = "";\nif (part.textContent === text) return;'), []);
});

for (const path of sources.filter((each) => each !== "ui/dom.ts")) {
  test(`${path} puts no text on a page by itself`, () => {
    assert.deepEqual(around(readFileSync(new URL(path, WEB), "utf8")), []);
  });
}

test("text that people wrote is always followed by what explains its boxes", () => {
  const saying = sources.filter((path) =>
    /class: "written"/.test(readFileSync(new URL(path, WEB), "utf8")),
  );
  assert.deepEqual(saying, ["ui/written.ts"]);
});

test("one reader alone parses what was opened", () => {
  const parsing = sources.filter((path) =>
    readFileSync(new URL(path, WEB), "utf8").includes("JSON.parse"),
  );
  assert.deepEqual(new Set(parsing), PARSING);
});
