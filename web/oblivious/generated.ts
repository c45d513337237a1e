// Written by script/facts from what Python defines. Change it there.

export const LONGEST = 512;
export const LONGEST_TYPED = 1_000;
export const IDENTIFIER_KINDS = ["tel", "email", "plate", "handle"] as const;
export const WARNING_KINDS = [
  null,
  "violence",
  "sexual-violence",
  "robbery",
  "not-paying",
  "condom",
  "stalking",
  "threats",
  "police-impersonation",
  "other",
] as const;
export const RECORD_SIZE = 44;
export const REFERENCE_SIZE = 7;
export const PLACE_SIZE = 8;
export const LOCATOR_SIZE = 8;
export const LABEL_KEY_SIZE = 32;
export const HASH_SIZE = 32;
export const ELEMENT_SIZE = 32;
export const PROOF_SIZE = 64;
export const KEY_SIZE = 32;
export const NONCE_SIZE = 32;
export const MOST_ELEMENTS = 32;
export const MEMBER_BATCH = 30;
export const CASEWORKER_BATCH = 100;
export const CASEWORKER_BATCHES = 10;
