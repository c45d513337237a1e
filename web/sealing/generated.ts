// Written by script/facts from what Python defines. Change it there.

export const KEY_SIZE = 32;
export const SIZES: readonly number[] = [4_096, 16_384, 65_536, 262_144];
export const LARGEST = 262_140;
export const CHUNK = 262_144;
export const MOST_CHUNKS = 64;
export const RECEIPT_WORDS = 7;
export const RECEIPT_COST = { memory: 19_456, passes: 2 };
export const SHEET_WORDS = 24;
export const MOST_TYPED = 2_000;
export const SALT_SIZE = 16;
export const PASSPHRASE_COST = { memory: 65_536, passes: 3 };
export const MOST_DEPTH = 8;
export const MOST_MARKS = 1_024;
export type RecordKind =
  | "report"
  | "reporter-message"
  | "project-message"
  | "note"
  | "attachment"
  | "warning"
  | "review-request";
export type RecipientKind = "project" | "reporter" | "unit";
export type OwnKind = "note" | "warning" | "review-request";
