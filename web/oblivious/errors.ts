/** What can go wrong in the private check. The page has the texts for people. */

/**
 * Something was refused. `code` (docs/check.md) is for programs, the message for developers. The
 * message never contains what somebody typed.
 */
export class CheckError extends Error {
  override name = "CheckError";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
