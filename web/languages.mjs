/** Which languages the program has, and the folder of each (src/unsilenced/locale). */

import { readFile } from "node:fs/promises";
import { join } from "node:path";

const SOURCE_LANGUAGE = "en";

/** The code of each language that the program is translated to. */
export async function translations(locale) {
  const listed = JSON.parse(await readFile(join(locale, "languages.json"), "utf8"));
  return Object.keys(listed).filter((code) => code !== SOURCE_LANGUAGE);
}

/** The folder of a language: `pt_BR` for `pt-br`, as gettext names it. */
export function folderOf(locale, language) {
  const [name, region] = language.split("-");
  return join(locale, region ? `${name}_${region.toUpperCase()}` : name);
}
