/**
 * What each language brings to the browser code, from its folder in src/unsilenced/locale. Run by
 * itself it writes the words of the linter, which the build, tests and types need.
 */

import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const WEB = dirname(fileURLToPath(import.meta.url));
export const SOURCE_LANGUAGE = "en";
export const LOCALE = join(WEB, "../src/unsilenced/locale");
const LINTER = join(WEB, "desk/warnings/linter/languages.generated.json");

/** The code of each language that is offered. */
async function languages(locale) {
  return Object.keys(await read(join(locale, "languages.json")));
}

/** The code of each language that the program is translated to. */
export async function translations(locale) {
  return (await languages(locale)).filter((code) => code !== SOURCE_LANGUAGE);
}

/** The folder of a language: `pt_BR` for `pt-br`, as gettext names it. */
export function folderOf(locale, language) {
  const [name, region] = language.split("-");
  return join(locale, region ? `${name}_${region.toUpperCase()}` : name);
}

/**
 * The packages with the words that passphrases on pages of a language are made of: the source
 * language's, and its own. A language without one is judged by the former alone.
 */
export async function dictionariesFor(locale, language) {
  const found = [];
  for (const code of new Set([SOURCE_LANGUAGE, language])) {
    const { package: name } = await read(join(folderOf(locale, code), "passphrases.json"));
    if (!name) continue;
    if (!existsSync(join(WEB, "node_modules", name))) {
      throw new Error(`${name} is not installed. Run script/setup, or npm ci in web/.`);
    }
    found.push(name);
  }
  return found;
}

/** The module with the words that a passphrase for pages of a language is drawn from. */
export async function drawnFrom(locale, language) {
  const { drawn_from: name } = await read(join(folderOf(locale, language), "passphrases.json"));
  return name ?? (await drawnFrom(locale, SOURCE_LANGUAGE));
}

/** The lists of every language's linter.json, put together by their names. */
export async function linterLists(locale) {
  const all = {};
  for (const code of await languages(locale)) {
    const own = await read(join(folderOf(locale, code), "linter.json"));
    for (const [name, words] of Object.entries(own)) all[name] = [...(all[name] ?? []), ...words];
  }
  return all;
}

const read = async (file) => JSON.parse(await readFile(file, "utf8"));

/** Writes the words of the linter where its code imports them. */
export async function writeLinterLists(locale) {
  await writeFile(LINTER, `${JSON.stringify(await linterLists(locale), null, 2)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeLinterLists(LOCALE);
