/** Place lists that come with the program, for tests. */

import { readFileSync } from "node:fs";
import { type Written, writtenIn } from "../desk/warnings/linter/linter.ts";
import type { Examples, PlaceFacts, Shapes } from "../ui/place-facts.ts";

export const SHIPPED = ["london", "united-kingdom", "example-brazil"];

interface Listed {
  telephone_region: string;
  examples: Examples;
  postcodes: Partial<Shapes>[];
  plates: Partial<Shapes>[];
}

const whole = (each: Partial<Shapes>): Shapes => ({
  shapes: each.shapes ?? [],
  begins: each.begins ?? [],
  capitals: each.capitals ?? false,
});

/** A shipped list, as it is in its file. */
export function listed(list: string): Listed {
  const file = new URL(`../../src/unsilenced/places/shipped/${list}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as Listed;
}

/** How people write postcodes and number plates where a shipped list applies. */
export function writtenFor(list: string): Written {
  const { postcodes, plates } = listed(list);
  const facts: Pick<PlaceFacts, keyof Written> = {
    postcodes: postcodes.map(whole),
    plates: plates.map(whole),
  };
  return writtenIn(facts);
}
