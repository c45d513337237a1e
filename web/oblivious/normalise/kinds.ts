/** The kinds of things that can be checked, and one of them in its canonical form. */

export const KINDS = ["tel", "email", "plate", "handle"] as const;

/** What an identifier is. */
export type Kind = (typeof KINDS)[number];

/** One thing that can be checked; `canonical` is its one spelling, 1 to 512 bytes of UTF-8. */
export interface Identifier {
  readonly kind: Kind;
  readonly canonical: string;
}
