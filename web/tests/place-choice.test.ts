/** Finding a place among hundreds by typing. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { matching } from "../ui/place-choice.ts";

const PLACES = [
  { name: "City of London", heading: "London" },
  { name: "Southwark", heading: "London" },
  { name: "York", heading: "Yorkshire and The Humber" },
  { name: "Leeds", heading: "Yorkshire and The Humber" },
  { name: "São Paulo", heading: "Sudeste" },
  { name: "Somewhere else", heading: "" },
];

const found = (typed: string) => matching(typed, PLACES).map(({ name }) => name);

test("A place is found by a part of its name, in small letters and without accents", () => {
  assert.deepEqual(found("LEE"), ["Leeds"]);
  assert.deepEqual(found("sao pa"), ["São Paulo"]);
  assert.deepEqual(found("Sã"), ["São Paulo"]);
});

test("Each word that was typed is in the name, in any order", () => {
  assert.deepEqual(found("london city"), ["City of London"]);
  assert.deepEqual(found("london leeds"), []);
});

test("A heading finds what is under it only where no name has what was typed", () => {
  assert.deepEqual(found("york"), ["York"]);
  assert.deepEqual(found("humber"), ["York", "Leeds"]);
});

test("Nothing typed finds everything", () => {
  assert.equal(found("  ").length, PLACES.length);
});
