/** Text made alike for comparing: what somebody types finds it with or without accents. */

const MARKS = /\p{M}/gu;
/** How much longer a text may become by folding: a syllable of Korean becomes three letters. */
const MOST_GROWN = 3;
/** Characters folded at once: one of Arabic ligatures can become eighteen. */
export const PIECE = 4_096;

/** Text as it is compared: small letters, no accents, one form of each character. */
export function fold(text: string): string {
  let folded = "";
  for (const piece of folding(text)) folded += piece;
  return folded;
}

/** The same, a piece at a time: a long text is folded between two paints. */
export function* folding(text: string): Generator<string> {
  for (let from = 0; from < text.length; ) {
    let to = from + PIECE;
    if (isHighSurrogate(text.charCodeAt(to - 1))) to += 1;
    yield foldPiece(text.slice(from, to));
    from = to;
  }
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;

/**
 * Marks are removed first, too: putting them in order takes quadratic time in the length of a run.
 * A small sigma has its own form at the end of a word, and a piece may end within a word.
 */
const foldPiece = (piece: string): string =>
  piece
    .replace(MARKS, "")
    .normalize("NFKD")
    .slice(0, MOST_GROWN * piece.length)
    .replace(MARKS, "")
    .toLowerCase()
    .replace(/ς/g, "σ");
