/** A QR code drawn as SVG from the matrix that the server gives. */

import { shownText } from "../../ui/strangers.ts";

const SVG = "http://www.w3.org/2000/svg";
/** Light modules that a scanner needs around the code (ISO/IEC 18004). */
const QUIET = 4;

/** The picture of `rows` of "0" and "1". */
export function drawQr(rows: readonly string[], label: string): SVGSVGElement {
  const size = rows.length + 2 * QUIET;
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", `0 0 ${size} ${size}`);
  picture.setAttribute("class", "qr");
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", shownText(label));
  picture.setAttribute("shape-rendering", "crispEdges");
  const dark = document.createElementNS(SVG, "path");
  dark.setAttribute("d", rows.map(runs).join(""));
  picture.append(dark);
  return picture;
}

function runs(row: string, y: number): string {
  return [...row.matchAll(/1+/g)]
    .map(({ 0: run, index }) => `M${index + QUIET} ${y + QUIET}h${run.length}v1h-${run.length}z`)
    .join("");
}
