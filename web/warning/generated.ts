// Written by script/facts from what Python defines. Change it there.

export const MOST_TEXT = 1_000;
export const MOST_TEXTS = 10;
export const MOST_AREAS = 40;
export const MOST_IDENTIFIERS = 20;
export const MOST_OF_IDENTIFIER = 600;
export const REVIEW_AT_MOST = 183;
