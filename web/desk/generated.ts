// Written by script/facts from what Python defines. Change it there.

export type Status = "new" | "waiting" | "answered";
