/** Number plates: capitals and digits, without the characters between them. */

import { ALIKE, LONGEST_PLATE, SHORTEST_PLATE, TYPED_ALIKE } from "./generated.ts";
import { notOne } from "./kinds.ts";
import { withZeros } from "./plate-shapes.ts";
import { asciiDigits, settled, upper } from "./text.ts";

const BETWEEN = /[ .\-\u00b7\u2010-\u2015\u2022\u2027\u2212\u2219\u22c5\u30fb]/g;
const PLATE = new RegExp(`^[\\p{L}0-9]{${SHORTEST_PLATE},${LONGEST_PLATE}}$`, "u");

/** The canonical form of a cleaned plate. @throws CheckError (`not-a-plate`) */
export function plateOf(text: string): string {
  const plate = settled(text, bare);
  if (!PLATE.test(plate)) throw notOne("plate");
  return withZeros(plate);
}

function bare(text: string): string {
  return asciiDigits(upper(text))
    .replace(BETWEEN, "")
    .replace(/[\u0370-\u04ff]/g, (each) => ALIKE[TYPED_ALIKE.indexOf(each)] ?? each);
}
