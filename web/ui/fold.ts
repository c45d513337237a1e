/** Simplifies text for comparing: what somebody types matches with or without accents. */

const MARKS = /\p{M}/gu;
/** How many times longer folding may make a text: a syllable of Korean becomes three letters. */
const MOST_GROWN = 3;
/** How many characters to fold at once: an Arabic ligature can become eighteen. */
export const PIECE = 4_096;

/** Text in the form to compare: small letters, no accents, one form of each character. */
export function fold(text: string): string {
  let folded = "";
  for (const piece of folding(text)) folded += piece;
  return folded;
}

/** The same, piece by piece, so that the page can paint while a long text is folded. */
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
 * Remove marks first too: ordering them takes quadratic time in the length of a run. A small sigma
 * has its own form at the end of a word, and a piece may end within a word.
 */
const foldPiece = (piece: string): string =>
  piece
    .replace(MARKS, "")
    .normalize("NFKD")
    .slice(0, MOST_GROWN * piece.length)
    .replace(MARKS, "")
    .toLowerCase()
    .replace(/ς/g, "σ");
