/** The largest texts that we accept, in shapes that would keep a careless reader busy. */

/** UTF-8 bytes of the largest record. */
export const LARGEST = 262_140;

/** What to repeat, and what comes before and after it. */
const SHAPES: Readonly<Record<string, readonly [before: string, again: string, after: string]>> = {
  commas: ["", ",", ""],
  spaces: ["", " ", "x"],
  dots: ["", ".", ""],
  ats: ["", "@", ""],
  digits: ["", "1", "a"],
  "digits and spaces": ["", "1 ", "a"],
  "digits and hyphens": ["+(", "1-", "²"],
  "one word": ["", "a", ""],
  "one word before an @": ["", "a", "@"],
  "an @ before dots": ["a@", ".a1", ""],
  "letters and @s": ["", "a@", ""],
  "many words before an @": ["", "a.", "@a.a1"],
  addresses: ["", "a@a.aa ", ""],
  sites: ["", "a.com/", ""],
  "www.": ["", "www.", "²"],
  profiles: ["", "@aa", "²"],
  "marks out of order": ["a", "\u0315\u0316", ""],
  "words of marks": ["", "a\u0315\u0316\u0301 ", ""],
  "short words": ["", "I ", ""],
  names: ["he met ", "Ana Bea. ", ""],
  "capital words": ["a ", "Ab ", ""],
  streets: ["in ", "Road ", ""],
  "short times": ["", "9h ", ""],
  times: ["", "at 9.30 p.m. ", ""],
  dates: ["", "the 3rd of March ", ""],
  hours: ["às ", "às três e meia da ", ""],
  apostrophes: ["a", "’a", "’"],
  "small and large": ["", "aB", ""],
  ligatures: ["", "\ufdfa", ""],
};

const encoder = new TextEncoder();

/** Each shape with its name, at most that many bytes long. */
export function nasty(bytes: number = LARGEST): (readonly [name: string, text: string])[] {
  const size = (text: string) => encoder.encode(text).length;
  return Object.entries(SHAPES).map(([name, [before, again, after]]) => {
    const room = bytes - size(before + after);
    return [name, before + again.repeat(Math.floor(room / size(again))) + after];
  });
}
