// Written by script/facts from what Python defines. Change it there.

/** What a reporter can agree to, from what shares least to what shares most. */
export type Scope = "warn" | "count" | "intelligence" | "conversation" | "full";

/** A report as its writer sends it, who chose the project. */
export interface SealedReportTo {
  readonly uid: string;
  readonly key: string;
  readonly body: string;
  readonly project_wrap: string;
  readonly reporter_wrap: string;
  readonly reporter_public_key: string;
  readonly lookup_hash: string;
  readonly consents: readonly Scope[];
  readonly wording: string;
  readonly project: string;
}

/** A call, with the body that it sends. */
export type ReportPost = [path: "send", body: SealedReportTo];
