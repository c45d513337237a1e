/** What can go wrong when sealing, opening or reading words. The page has the texts for people. */

/** Something was refused: `code` is for programs, the message for developers. */
export class SealingError extends Error {
  override name = "SealingError";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * The shape is wrong; no key is needed to see this.
 *
 * Codes: `version`, `suite`, `size`, `padding`, `too-large`, `key-size`, `public-key`, `salt`,
 * `text`, `base64`, `record`, `identifier`, `chunk-index`, `chunk-count`.
 */
export class Malformed extends SealingError {
  override name = "Malformed";
}

/**
 * Authentication failed (`will-not-open`): another key, another place, or changed bytes. By design
 * nobody can tell which.
 */
export class WillNotOpen extends SealingError {
  override name = "WillNotOpen";

  constructor() {
    super("will-not-open", "This does not open with this key in this place.");
  }
}

export type WordsFault = "wrong-word" | "word-count" | "words-do-not-fit";

/**
 * The words of a receipt or a recovery sheet cannot be read. `position` (from 1) and `word` say
 * which word is wrong, `count` how many there were. Never log it, because it contains a part of a
 * secret.
 */
export class WordsError extends SealingError {
  override name = "WordsError";
  declare readonly code: WordsFault;
  readonly count: number;
  readonly position: number | null;
  readonly word: string;

  constructor(code: WordsFault, count: number, position: number | null = null, word = "") {
    super(code, `The words cannot be read: ${code}.`);
    this.count = count;
    this.position = position;
    this.word = word;
  }
}

/** These are not the seven words of a receipt. */
export class ReceiptError extends WordsError {
  override name = "ReceiptError";
}

/** These are not the 24 words of a recovery sheet. */
export class SheetError extends WordsError {
  override name = "SheetError";
}
