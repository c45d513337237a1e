/** Times, dates, postcodes and plates in a text: patterns of few characters, found in windows. */

import type { Steps } from "../../../ui/slices.ts";
import { isInside, type Span } from "./spans.ts";

/** Characters looked through at once, and the most that one find of these patterns can have. */
const WINDOW = 8_192;
const REACH = 64;

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

const PLATES = [/[A-Z]{2}\d{2}\s?[A-Z]{3}/gu];

const SHAPES = { time: TIMES, date: DATES, postcode: POSTCODES, plate: PLATES };

export type Shape = keyof typeof SHAPES;

/** A pattern that ends where a word or number ends. */
const toItsEnd = ({ source, flags }: RegExp): RegExp =>
  new RegExp(`(?:${source})(?![\\p{L}\\p{N}])`, flags);

export const PATTERNS = Object.fromEntries(
  Object.entries(SHAPES).map(([shape, patterns]) => [shape, patterns.map(toItsEnd)]),
) as Record<Shape, RegExp[]>;

/** Where a text has one of these that is no part of a longer word or number. */
export function* shaped(text: string, shape: Shape): Steps<Span[]> {
  const spans: Span[] = [];
  for (const pattern of PATTERNS[shape]) yield* findsOf(text, pattern, spans);
  return spans;
}

function* findsOf(text: string, pattern: RegExp, spans: Span[]): Steps<void> {
  let from = 0;
  while (from < text.length) {
    const part = text.slice(from, from + WINDOW + REACH);
    let next = from + WINDOW;
    for (const { index, 0: found } of part.matchAll(pattern)) {
      if (index >= WINDOW) break;
      const [start, end] = [from + index, from + index + found.length];
      if (!isInside(text[start - 1])) spans.push({ start, end });
      next = Math.max(next, end);
    }
    yield part.length;
    from = next;
  }
}
