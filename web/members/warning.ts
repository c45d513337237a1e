/** Warnings as members see them: which, in which order, and in which language. */

/** A warning as the release has it (docs/check.md, Release). */
export interface Warning {
  reference: string;
  kind: string;
  areas: string[];
  months: { from: string; to: string };
  original: string;
  texts: Record<string, string>;
  project: string;
  four_eyes: boolean;
  published_on: string;
  review_on: string;
}

/** A warning's text in the language of the page where there is one, else as it was written. */
export function textFor(
  { texts, original }: Pick<Warning, "texts" | "original">,
  language: string,
): { text: string; language: string } {
  const wanted = [language, language.split("-")[0] ?? "", original];
  const found = wanted.find((each) => texts[each]) ?? Object.keys(texts)[0] ?? original;
  return { text: texts[found] ?? "", language: found };
}

/** A language's name for a reader of `page`; the code where the browser takes it for none. */
export function languageName(code: string, page: string): string {
  try {
    return new Intl.DisplayNames([page], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** Whether a warning or a notice is for somebody who chose these areas; none chosen means all. */
export function isFor({ areas }: { areas: readonly string[] }, chosen: readonly string[]): boolean {
  return chosen.length === 0 || areas.some((area) => chosen.includes(area));
}

/** Newest first; those of one day in a steady order. */
export function newestFirst(warnings: readonly Warning[]): Warning[] {
  const key = ({ published_on, reference }: Warning) => published_on + reference;
  return [...warnings].sort((a, b) => (key(a) < key(b) ? 1 : -1));
}
