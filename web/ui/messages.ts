/**
 * What the page says, in its language. The page names the catalogue, if its language has one:
 *
 *   <link rel="preload" as="fetch" id="messages" href="…" integrity="…" crossorigin="anonymous">
 *
 * Messages are literal strings in the source, in English, so that they can be extracted.
 */

interface Catalogue {
  language: string;
  /** Which translation to use for each plural category of the language. */
  plural: Record<string, number>;
  messages: Record<string, string | string[]>;
}

export type Values = Readonly<Record<string, string | number>>;

let catalogue: Catalogue | undefined;
let loading: Promise<void> | undefined;

async function load(): Promise<void> {
  const link = document.querySelector<HTMLLinkElement>("link#messages");
  if (!link) return;
  try {
    const answer = await fetch(link.href, { integrity: link.integrity });
    catalogue = (await answer.json()) as Catalogue;
  } catch {
    // Without a catalogue the page speaks English.
  }
}

/** Loads the catalogue; a script awaits this before it says anything. */
export function loadMessages(): Promise<void> {
  loading ??= load();
  return loading;
}

/** A message in the page's language, with its `{placeholders}` filled. */
export function t(message: string, values: Values = {}): string {
  const found = catalogue?.messages[message];
  return filled(typeof found === "string" ? found : message, values);
}

/** A message that depends on a count, which fills `{count}`. */
export function tn(singular: string, plural: string, count: number, values: Values = {}): string {
  return filled(form(singular, count) ?? (count === 1 ? singular : plural), { count, ...values });
}

function form(singular: string, count: number): string | undefined {
  const found = catalogue?.messages[singular];
  if (!catalogue || !Array.isArray(found)) return undefined;
  const category = new Intl.PluralRules(catalogue.language).select(count);
  return found[catalogue.plural[category] ?? 0];
}

function filled(message: string, values: Values): string {
  return message.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
