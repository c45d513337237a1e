/** E-mail addresses: in lower case, with their domains in Unicode, without what wraps them. */

import { decode, encode } from "punycode/punycode.es6.js";
import {
  AFTER_AN_ADDRESS,
  BEFORE_AN_ADDRESS,
  NEVER_IN_A_LOCAL_PART,
  PAIRS_AROUND_AN_ADDRESS,
  WRAPPING,
} from "./generated.ts";
import { notOne, refused } from "./kinds.ts";
import { cleaned, hasAny, isRefused, lower, settled } from "./text.ts";

const LINK = /^[^@]*?mailto:(.*)$/i;
const FIELD = /^[^@:]*:/;
const PUNYCODE = "xn--";
const ASCII = /^[\0-\x7f]*$/;
/** Of ASCII, a label has letters, digits and hyphens. */
const NEVER_IN_A_LABEL = /[\0-,./:-`{-\x7f]/;

/** The canonical form of a cleaned address. @throws CheckError (`not-an-email`, `several-addresses`) */
export function emailOf(text: string): string {
  const address = settled(text, bare);
  if (address.split("@").length > 2) throw refused("several-addresses");
  const [local, domain] = cutAtLast(address, "@");
  const labels = domain.replace(/\u3002/g, ".").split(".");
  const wrong = hasAny(local, `${WRAPPING}${NEVER_IN_A_LOCAL_PART}`);
  if (local === "" || wrong || labels.length === 1) throw notOne("email");
  const read = labels.map(labelOf);
  if (/^[0-9]+$/.test(read[read.length - 1] ?? "")) throw notOne("email");
  return `${local}@${read.join(".")}`;
}

const bare = (text: string) => lower(named(unwrapped(text)));

/** The text before and after the last sign; nothing before it if there is none. */
function cutAtLast(text: string, sign: string): [before: string, after: string] {
  const at = text.lastIndexOf(sign);
  return [text.slice(0, Math.max(at, 0)), text.slice(at + 1)];
}

/** The address after a name, as in `Anna <anna@example.org`, unless the name is another address. */
function named(text: string): string {
  const [name, after] = cutAtLast(text, "<");
  const address = unwrapped(after);
  const isOther = name.includes("@") && lower(unwrapped(name)) !== lower(address);
  return isOther || !address.includes("@") ? text : address;
}

function unwrapped(text: string): string {
  let now = text;
  let before: string;
  do {
    before = now;
    now = withoutSigns(now);
    const [, link] = LINK.exec(now) ?? [];
    now = link === undefined ? now.replace(FIELD, "") : decodedLink(link);
  } while (now !== before);
  return now;
}

function withoutSigns(text: string): string {
  let [start, end] = [0, text.length];
  const isOneOf = (at: number, signs: string) => signs.includes(text[at] ?? "none");
  while (start < end) {
    const isPair = end - start > 1 && text[start] === text[end - 1];
    if (isPair && isOneOf(start, PAIRS_AROUND_AN_ADDRESS)) [start, end] = [start + 1, end - 1];
    else if (isOneOf(end - 1, `${WRAPPING}${AFTER_AN_ADDRESS}`)) end -= 1;
    else if (isOneOf(start, `${WRAPPING}${BEFORE_AN_ADDRESS}`)) start += 1;
    else break;
  }
  return text.slice(start, end);
}

/** The address of a `mailto:` link (RFC 6068), without its query. */
function decodedLink(link: string): string {
  const [address = ""] = link.split("?", 1);
  let decoded: string;
  try {
    decoded = decodeURIComponent(address);
  } catch {
    throw notOne("email");
  }
  if (isRefused(decoded)) throw notOne("email");
  return decoded;
}

function labelOf(typed: string): string {
  let label = typed;
  if (ASCII.test(label) && label.startsWith(PUNYCODE)) {
    label = settled(cleaned(decoded(label.slice(PUNYCODE.length))), lower);
  }
  const wrong = NEVER_IN_A_LABEL.test(label) || hasAny(label, `${WRAPPING}\u3002`);
  if (label === "" || wrong || label.startsWith(PUNYCODE) || /^-|-$/.test(label)) {
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
