/** E-mail addresses: in lower case, with their domains in Unicode. */

import { decode, encode } from "punycode/punycode.es6.js";
import { notOne } from "./kinds.ts";
import { cleaned, isRefused, lower, settled } from "./text.ts";

const SCHEME = /^(?:mailto: ?)+/;
const PUNYCODE = "xn--";
const ASCII = /^[\0-\x7f]*$/;
const NEVER_IN_A_LABEL = /[ @.\u3002]/;

/** The canonical form of a cleaned address. @throws CheckError (`not-an-email`) */
export function emailOf(text: string): string {
  const typed = settled(text, (each) => lower(each).replace(SCHEME, ""));
  const at = typed.lastIndexOf("@");
  const local = typed.slice(0, Math.max(at, 0));
  const domain = typed
    .slice(at + 1)
    .replace(/\u3002/g, ".")
    .replace(/\.$/, "");
  const labels = domain.split(".");
  if (local === "" || local.includes(" ") || labels.length === 1) throw notOne("email");
  return `${local}@${labels.map(labelOf).join(".")}`;
}

function labelOf(typed: string): string {
  let label = typed;
  if (ASCII.test(label) && label.startsWith(PUNYCODE)) {
    label = settled(cleaned(decoded(label.slice(PUNYCODE.length))), lower);
  }
  if (label === "" || label.startsWith(PUNYCODE) || NEVER_IN_A_LABEL.test(label)) {
    throw notOne("email");
  }
  return label;
}

/** The text of Punycode (RFC 3492), if this is the only way to write it. */
function decoded(punycode: string): string {
  let text = "";
  let isTheOne = false;
  try {
    text = decode(punycode);
    isTheOne = encode(text) === punycode;
  } catch {
    // A RangeError: it does not encode anything.
  }
  if (!isTheOne || ASCII.test(text) || isRefused(text)) throw notOne("email");
  return text;
}
