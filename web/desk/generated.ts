// Written by script/facts from what Python defines. Change it there.

export type Status = "new" | "waiting" | "answered";
export type SealedBy = "browser" | "server" | "caseworker";
export type CameIn = "" | "new" | "known";
export type SheetState = "free" | "waiting" | "refused" | "open";
