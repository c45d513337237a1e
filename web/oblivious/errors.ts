/** What can go wrong in the private check. Texts for people are the page's. */

/**
 * Something was refused: `code` (docs/check.md) is for programs, the message for developers. It
 * never holds what was typed.
 */
export class CheckError extends Error {
  override name = "CheckError";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
