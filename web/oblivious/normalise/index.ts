/** Normalising: one spelling for each identifier, as docs/check.md says. */

export { type Identifier, KINDS, type Kind } from "./kinds.ts";
