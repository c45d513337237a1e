/** What in a warning's text could tell who reported: pointed at, never forbidden. */

import { fold } from "../desk/listing.ts";

/** Why words are pointed at. */
export type Reason =
  | "time"
  | "date"
  | "postcode"
  | "premises"
  | "place"
  | "name"
  | "first-person"
  | "contact"
  | "copied";

/** Words of the text, from `start` up to `end` (UTF-16 units), and why they are pointed at. */
export interface Finding {
  reason: Reason;
  start: number;
  end: number;
  words: string;
}

/** What the report says: each of its texts, and the names of the places it gives. */
export interface Said {
  texts: readonly string[];
  places: readonly string[];
}

interface Span {
  start: number;
  end: number;
}

interface Word extends Span {
  text: string;
  folded: string;
  /** Whether nothing but a sentence's end stands before it. */
  opens: boolean;
}

type Rule = (text: string, words: readonly Word[], said: Said) => Span[];

/** Words in a row that are the reporter's own way of saying it. */
const COPIED = 4;
/** Digits from which a number is one to call. */
const PHONE_DIGITS = 7;

const list = (words: string): ReadonlySet<string> => new Set(fold(words).split(/\s+/));

const MONTHS =
  "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|" +
  "janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro";
const HOURS =
  "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|" +
  "uma|duas|três|quatro|cinco|seis|sete|oito|nove|dez|onze|doze";
const PARTS_OF_DAY = "manhã|madrugada|tarde|noite";
/** First halves of London's postcodes. */
const DISTRICTS = "EC|NW|SE|SW|WC|BR|CR|DA|EN|HA|IG|KT|RM|SM|TN|TW|UB|WD|E|N|W";

const TIMES = [
  /(?:[01]?\d|2[0-4])(?::|h)[0-5]\d(?:\s?(?:[ap]\.m\.?|[ap]m))?/giu,
  /(?:1[0-2]|0?[1-9])(?:[.:][0-5]\d)?\s?(?:[ap]\.m\.?|[ap]m)/giu,
  /(?:[01]?\d|2[0-4])\s?(?:h|hs|hrs|hours|horas|o[’']?clock)/giu,
  /(?:at|às|as|pelas|around|about)\s(?:[01]?\d|2[0-4])[.:][0-5]\d/giu,
  /(?:à|às)\s(?:[01]?\d|2[0-4])/giu,
  new RegExp(`(?:half|quarter)\\s(?:past|to)\\s(?:${HOURS}|\\d{1,2})`, "giu"),
  new RegExp(`(?:${HOURS})\\so[’']?clock`, "giu"),
  new RegExp(`(?:às\\s)?(?:${HOURS}|\\d{1,2})(?:\\se\\smeia)?\\sda\\s(?:${PARTS_OF_DAY})`, "giu"),
  new RegExp(`(?:à|às)\\s(?:${HOURS})(?:\\se\\smeia)?`, "giu"),
  /midnight|midday|noon|meia[-\s]noite|meio[-\s]dia/giu,
];

const DATES = [
  /(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:[12]\d|3[01]|0?[1-9])/gu,
  /(?:[12]\d|3[01]|0?[1-9])[-/.](?:0?[1-9]|1[0-2])(?:[-/.](?:\d{4}|\d{2}))?/gu,
  new RegExp(`\\d{1,2}(?:st|nd|rd|th|º|°|ª)?\\s(?:of\\s|de\\s)?(?:${MONTHS})`, "giu"),
  new RegExp(`(?:${MONTHS})\\s(?:the\\s)?(?:[12]\\d|3[01]|0?[1-9])(?:st|nd|rd|th)?`, "giu"),
  /(?:the\s)?(?:[12]\d|3[01]|[1-9])(?:st|nd|rd|th)/giu,
  /dia\s(?:[12]\d|3[01]|0?[1-9])/giu,
  /(?:last\s|next\s|this\s|on\s)?(?:mon|tues|wednes|thurs|fri|satur|sun)days?(?:\s(?:morning|afternoon|evening|night))?/giu,
  /(?:segunda|terça|quarta|quinta|sexta)[-\s]feira|n[ao]\s(?:última\s)?(?:segunda|terça|quarta|quinta|sexta)(?:[-\s]feira)?|sábado|domingo/giu,
  /yesterday|today|tonight|last night|anteontem|ontem|hoje/giu,
];

const POSTCODES = [
  /[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}/giu,
  new RegExp(`(?:${DISTRICTS})\\d{1,2}[A-Z]?`, "gu"),
  /\d{5}-\d{3}/gu,
];

/** Words for a place where somebody works or meets, wherever they stand. */
const PREMISES = list(`
  hotel hotels hostel motel airbnb travelodge apartment flat brothel parlour sauna spa club pub bar
  nightclub studio station tube reception lobby
  apartamento apto pensao pousada hostal boate bordel predio estacao metro recepcao flats
  rua avenida travessa praca alameda estrada beco`);
/** Words that are a street's after its name: “Mill Close”, but not “close to”. */
const STREETS = list(`
  street st road rd avenue ave lane close court gardens garden square terrace mews crescent grove
  hill way walk park place row yard drive wharf green house tower inn arms bridge`);
/** Words that are an address with a number: “room 4”. */
const NUMBERED = list("room floor house number no unit door block quarto andar casa numero bloco");

const FIRST_PERSON = list(`
  i im ive id ill me my mine myself we were weve wed well us our ours ourselves
  eu mim meu meus minha minhas comigo nosso nossa nossos nossas conosco connosco`);
/** With their marks: without, they are other words, so these are compared as they are written. */
const FIRST_PERSON_MARKED: ReadonlySet<string> = new Set(["nós"]);
/** Of those above, what is another word where it has no apostrophe. */
const WITH_APOSTROPHE = list("im ive id ill were weve wed well");

const CONTACTS = [
  /[^\s@<>,;:]+@[^\s@<>,;:]+\.\p{L}+/gu,
  /@[\p{L}\d_.]{2,}/gu,
  /(?:https?:\/\/|www\.)\S+/giu,
  /[\p{L}\d-]+\.(?:com|net|org|co\.uk|com\.br)(?:\/\S*)?/giu,
  /[A-Z]{2}\d{2}\s?[A-Z]{3}/gu,
];
const NUMBERS = /\+?\(?\d(?:[\s().\-/]{0,2}\d)+/gu;

/** Words that open sentences and are no names. */
const COMMON = list(`
  a about after again all also always an and another any as asked at be because been before but by
  came can could dark did do does drove every few for from gave get go got had has have he her here
  him his how i if in into is it its just later left let like man many me men more most my never
  new next nice no not nothing now of off offered often on once one only or other our out over paid
  please police quick she since so some somebody someone sometimes still tall than that the their
  them then there these they things this those though three to told took tried two under until us
  very wanted was we were what when where which while white who why will with woman would you your
  ainda algumas alguns alguem antes ao aos apos as assim ate cada com como da das de dele dela depois
  do dos duas dois e ela elas ele eles em enquanto entao era essa esse esta estava este eu faz foi
  foram ha homem isso ja la levou mais mas me mesmo meu minha muito na nao nas nem ninguem no nos nunca o
  os ou para pela pelo pediu por porque quando que quem queria se sem sempre seu sim so sua tambem
  tem tentou tinha todo todos tres um uma umas uns veio voce voces`);

const WORD = /[\p{L}\p{M}\p{N}]+(?:[’'][\p{L}\p{M}]+)*/gu;

function wordsOf(text: string): Word[] {
  let before = 0;
  let first = true;
  return [...text.matchAll(WORD)].map((match) => {
    const start = match.index ?? 0;
    const opens = first || /[.!?…:\n]/.test(text.slice(before, start));
    first = false;
    before = start + match[0].length;
    return { text: match[0], folded: bare(match[0]), start, end: before, opens };
  });
}

/** A word as it is compared: folded, without apostrophes. */
const bare = (word: string): string => fold(word).replace(/[’']/g, "");

const isCapital = (word: string): boolean => /^\p{Lu}/u.test(word);
const isInside = (character: string | undefined): boolean =>
  character !== undefined && /[\p{L}\p{N}]/u.test(character);

/** A pattern that ends where a word or number ends. */
const toItsEnd = ({ source, flags }: RegExp): RegExp =>
  new RegExp(`(?:${source})(?![\\p{L}\\p{N}])`, flags);

/** Where patterns match what is no part of a longer word or number. */
function matches(text: string, patterns: readonly RegExp[]): Span[] {
  return patterns
    .map(toItsEnd)
    .flatMap((pattern) =>
      [...text.matchAll(pattern)]
        .filter(({ index = 0 }) => !isInside(text[index - 1]))
        .map(({ index = 0, 0: found }) => ({ start: index, end: index + found.length })),
    );
}

const matching =
  (patterns: readonly RegExp[]): Rule =>
  (text) =>
    matches(text, patterns);

const overlaps = (one: Span, other: Span): boolean =>
  one.start < other.end && other.start < one.end;

const contacts: Rule = (text) => {
  const dates = matches(text, DATES);
  const numbers = matches(text, [NUMBERS]).filter((span) => {
    const digits = text.slice(span.start, span.end).replace(/\D/g, "");
    return digits.length >= PHONE_DIGITS && !dates.some((date) => overlaps(date, span));
  });
  return [...matches(text, CONTACTS), ...numbers];
};

const premises: Rule = (_text, words) =>
  words.flatMap((word, at): Span[] => {
    const before = words[at - 1];
    const after = words[at + 1];
    if (STREETS.has(word.folded) && before && isCapital(before.text) && !before.opens) {
      return [{ start: before.start, end: word.end }];
    }
    if (STREETS.has(word.folded) && before && isCapital(before.text) && isCapital(word.text)) {
      return [{ start: before.start, end: word.end }];
    }
    if (NUMBERED.has(word.folded) && after && /^\d/.test(after.text)) {
      return [{ start: word.start, end: after.end }];
    }
    if (!PREMISES.has(word.folded)) return [];
    const numbered = after && /^\d/.test(after.text);
    return [{ start: word.start, end: numbered ? after.end : word.end }];
  });

const firstPerson: Rule = (_text, words) =>
  words.filter(({ text, folded }) => {
    if (FIRST_PERSON_MARKED.has(text.toLowerCase().normalize("NFC"))) return true;
    if (text.length > 1 && text === text.toUpperCase()) return false;
    if (WITH_APOSTROPHE.has(folded) && !/[’']/.test(text)) return false;
    return FIRST_PERSON.has(folded);
  });

/** In text that is all capitals, capitals say nothing. */
const hasSmall = (text: string): boolean => /\p{Ll}/u.test(text);
const couldBeName = ({ folded }: Word): boolean => !COMMON.has(folded) && folded.length > 1;

/** Names in what was said: whether each is one beyond doubt, standing amid a sentence. */
function namesIn(texts: readonly string[]): Map<string, boolean> {
  const names = new Map<string, boolean>();
  const usual = new Set<string>();
  for (const text of texts) {
    if (!hasSmall(text)) continue;
    for (const word of wordsOf(text)) {
      if (!isCapital(word.text)) usual.add(word.folded);
      else if (couldBeName(word)) {
        names.set(word.folded, names.get(word.folded) === true || !word.opens);
      }
    }
  }
  for (const word of usual) names.delete(word);
  return names;
}

/**
 * What the warning itself writes as a name, amid a sentence, and the report says in whatever letters:
 * who reports in small letters only writes names in them, too.
 */
function namesWritten(text: string, words: readonly Word[], texts: readonly string[]): Set<string> {
  if (!hasSmall(text)) return new Set();
  const saidWords = new Set(texts.flatMap(wordsOf).map(({ folded }) => folded));
  const written = words.filter(
    (word) =>
      isCapital(word.text) && !word.opens && couldBeName(word) && saidWords.has(word.folded),
  );
  return new Set(written.map(({ folded }) => folded));
}

const names: Rule = (text, words, said) => {
  const known = namesIn(said.texts);
  const written = namesWritten(text, words, said.texts);
  return words.filter(({ text, folded }) => {
    const certain = known.get(folded);
    return certain === true || (isCapital(text) && (certain === false || written.has(folded)));
  });
};

/** Where one row of words stands in another. */
function runs(words: readonly Word[], wanted: readonly Word[]): Span[] {
  if (!wanted.length) return [];
  return words.flatMap((word, at): Span[] => {
    const last = words[at + wanted.length - 1];
    const same = wanted.every(({ folded }, index) => words[at + index]?.folded === folded);
    return same && last ? [{ start: word.start, end: last.end }] : [];
  });
}

const places: Rule = (_text, words, said) =>
  said.places.flatMap((place) => runs(words, wordsOf(place)));

const rowAt = (words: readonly Word[], at: number): string =>
  words
    .slice(at, at + COPIED)
    .map(({ folded }) => folded)
    .join(" ");

function rowsIn(text: string): string[] {
  const words = wordsOf(text);
  return words.slice(COPIED - 1).map((_word, at) => rowAt(words, at));
}

const copied: Rule = (_text, words, said) => {
  const rows = new Set(said.texts.flatMap(rowsIn));
  const spans: Span[] = [];
  for (const [at, word] of words.entries()) {
    const last = words[at + COPIED - 1];
    if (!last || !rows.has(rowAt(words, at))) continue;
    const before = spans[spans.length - 1];
    if (before && before.end > word.start) before.end = last.end;
    else spans.push({ start: word.start, end: last.end });
  }
  return spans;
};

const RULES: readonly (readonly [Reason, Rule])[] = [
  ["time", matching(TIMES)],
  ["date", matching(DATES)],
  ["postcode", matching(POSTCODES)],
  ["premises", premises],
  ["place", places],
  ["name", names],
  ["first-person", firstPerson],
  ["contact", contacts],
  ["copied", copied],
];

/** Reasons that say more of a word than that it is a name. */
const BETTER: ReadonlySet<Reason> = new Set(["time", "date", "postcode", "premises", "place"]);

/** Spans in order, those that touch the same words made one. */
function merged(spans: readonly Span[]): Span[] {
  const ordered = [...spans].sort((one, other) => one.start - other.start || other.end - one.end);
  const whole: Span[] = [];
  for (const span of ordered) {
    const before = whole[whole.length - 1];
    if (before && span.start < before.end) before.end = Math.max(before.end, span.end);
    else whole.push({ start: span.start, end: span.end });
  }
  return whole;
}

/** Whether something is only called a name that was pointed at better: a street, a weekday. */
const saidBetter = (finding: Finding, all: readonly Finding[]): boolean =>
  finding.reason === "name" &&
  all.some((other) => BETTER.has(other.reason) && overlaps(finding, other));

/** What could tell who reported, in the order of the text. */
export function lint(text: string, said: Said): Finding[] {
  const words = wordsOf(text);
  const found = RULES.flatMap(([reason, rule]) =>
    merged(rule(text, words, said)).map(({ start, end }) => ({
      reason,
      start,
      end,
      words: text.slice(start, end),
    })),
  );
  const told = found.filter((finding) => !saidBetter(finding, found));
  return told.sort((one, other) => one.start - other.start || one.end - other.end);
}
