/** Number plates: capitals and digits, without what stands between them. */

import { notOne } from "./kinds.ts";
import { asciiDigits, settled, upper } from "./text.ts";

const BETWEEN = /[ .\-\u00b7\u2010-\u2015\u2022\u2027\u2212\u2219\u22c5\u30fb]/g;
const PLATE = /^[\p{L}0-9]{2,12}$/u;
/** Greek, then Cyrillic capitals that plates use because they look like Latin ones. */
const TYPED =
  "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7" +
  "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0405\u0406\u0408";
const ALIKE = "ABEZHIKMNOPTYXABEKMHOPCTYXSIJ";

/** The canonical form of a cleaned plate. @throws CheckError (`not-a-plate`) */
export function plateOf(text: string): string {
  const plate = settled(text, bare);
  if (!PLATE.test(plate)) throw notOne("plate");
  return plate;
}

function bare(text: string): string {
  return asciiDigits(upper(text))
    .replace(BETWEEN, "")
    .replace(/[\u0370-\u04ff]/g, (each) => ALIKE[TYPED.indexOf(each)] ?? each);
}
