/** Turns gettext catalogues into the JSON that ui/messages.ts reads. */

import gettextParser from "gettext-parser";

const LITERAL = '"((?:[^"\\\\]|\\\\.)*)"';
const CALL = new RegExp(`\\bt\\(\\s*${LITERAL}|\\btn\\(\\s*${LITERAL}\\s*,\\s*${LITERAL}`, "g");
const COUNTS = [...Array(201).keys(), 1000, 10_000, 100_000, 1_000_000];

/** The messages (for a plural: its singular) that TypeScript sources ask for. */
export function messagesIn(texts) {
  const found = new Set();
  for (const text of texts) {
    for (const [, single, singular] of text.matchAll(CALL)) {
      found.add(JSON.parse(`"${single ?? singular}"`));
    }
  }
  return found;
}

/**
 * Which translation each plural category of the language takes: the browser knows the categories
 * (`Intl.PluralRules`) and may not evaluate the expression of the catalogue's header.
 */
function pluralCategories(header, language) {
  const expression = header?.match(/plural\s*=\s*([^;]+)/)?.[1] ?? "n != 1";
  if (!/^[n0-9\s()?:!=<>&|%]+$/.test(expression)) throw new Error(`Odd plural: ${expression}`);
  const indexOf = new Function("n", `return Number(${expression})`);
  const rules = new Intl.PluralRules(language);
  const categories = {};
  for (const count of COUNTS) {
    const category = rules.select(count);
    const index = indexOf(count);
    categories[category] ??= index;
    if (categories[category] !== index) {
      throw new Error(`${language}: the plural of ${count} is not that of its category`);
    }
  }
  return categories;
}

/**
 * The finished translations of a catalogue among the wanted messages.
 *
 * @returns `{language, plural: {category: index}, messages: {message: text or texts}}`
 */
export function catalogueOf(po, language, wanted) {
  const { headers, translations } = gettextParser.po.parse(po);
  const messages = {};
  for (const [message, { msgstr, msgid_plural, comments }] of Object.entries(
    translations[""] ?? {},
  ).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const unfinished = comments?.flag?.includes("fuzzy") || msgstr.some((text) => text === "");
    if (message === "" || unfinished || !wanted.has(message)) continue;
    messages[message] = msgid_plural ? msgstr : msgstr[0];
  }
  return { language, plural: pluralCategories(headers["Plural-Forms"], language), messages };
}
