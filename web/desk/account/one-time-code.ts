/** Reads the code of an app that somebody types. */

import { asciiDigits } from "../../oblivious/normalise/text.ts";

/** The six digits typed, from any keyboard, with spaces or without; null for anything else. */
export function codeIn(typed: string): string | null {
  const code = asciiDigits(typed.normalize("NFKC")).replace(/\s/g, "");
  return /^\d{6}$/.test(code) ? code : null;
}
