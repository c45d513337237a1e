// Written by script/facts from what Python defines. Change it there.

/** A colleague's answer to who waits. */
export interface Answer {
  readonly user: string;
  readonly yes: boolean;
}

/** What the approver's browser opened from the draft, and the entries that it made. */
export interface Approval {
  readonly draft: string;
  readonly kind: WarningKind;
  readonly areas: readonly string[];
  readonly months: { readonly from: string; readonly to: string };
  readonly original: string;
  readonly texts: Readonly<Record<string, string>>;
  readonly review_on: string;
  readonly entries: readonly NewEntry[];
}

/** Whether a report is out of the way. */
export interface Aside {
  readonly aside: boolean;
}

/** Somebody who asks to come in with the sheet: the account to be. */
export interface Asking {
  readonly project: string;
  readonly secret: string;
  readonly user: string;
  readonly name: string;
  readonly salt: string;
  readonly log_in_secret: string;
  readonly public_key: string;
  readonly wrapped_private_key: string;
}

/** Into whose hands a report goes; into nobody's where it is null. */
export interface Assignment {
  readonly user: string | null;
}

/** The blinded nonces of one batch of a caseworker's day. */
export interface CaseworkersNonces {
  readonly batch: number;
  readonly blinded: readonly string[];
}

/** A code that somebody typed. */
export interface Code {
  readonly code: string;
}

/** Somebody who comes in, with the keys that the sheet opened. */
export interface ComingIn {
  readonly project: string;
  readonly secret: string;
  readonly log_in_secret: string;
  readonly grants: readonly OwnKey[];
}

/** A consent that is given or withdrawn. */
export interface ConsentChange {
  readonly scope: Scope;
  readonly given: boolean;
  readonly wording: string;
}

/** Whether a report is to be deleted for good. */
export interface Deletion {
  readonly asked: boolean;
}

/** Where the digest goes; empty for nowhere. */
export interface DigestAddress {
  readonly email: string;
}

/** A body without members. A call that takes it must be JSON all the same. */
export type Empty = Readonly<Record<string, never>>;

/** Somebody who joins by invitation. */
export interface Enrolment {
  readonly token: string;
  readonly salt: string;
  readonly secret: string;
  readonly wrapped_private_key: string;
  readonly user: string;
  readonly name: string;
  readonly public_key: string;
}

/** An organisation's first key, and the one that its first person gets of it. */
export interface FirstKey {
  readonly id: string;
  readonly public_key: string;
  readonly recovery_envelope: string;
  readonly grant: string;
}

/** Whether a second person must approve. */
export interface FourEyes {
  readonly on: boolean;
}

/** Somebody who asked before, and whose time has come. */
export interface GoingOn {
  readonly project: string;
  readonly secret: string;
  readonly log_in_secret: string;
}

/** A new key, sealed to somebody who stays. */
export interface GrantOfNewKey {
  readonly user: string;
  readonly envelope: string;
}

/** What somebody shows who has a link: its token. */
export interface Invited {
  readonly token: string;
}

/** Somebody who becomes a member by invitation. */
export interface Joining {
  readonly token: string;
  readonly salt: string;
  readonly secret: string;
  readonly wrapped_private_key: string;
  readonly member: string;
  readonly pseudonym: string;
  readonly public_key: string;
  readonly settings: string;
}

/** A key of a person's, sealed to a recovery sheet. */
export interface KeyForSheet {
  readonly key: string;
  readonly recovery_envelope: string;
}

/** A new key, sealed to everybody who stays. */
export interface KeyOfThoseWhoStay {
  readonly id: string;
  readonly public_key: string;
  readonly recovery_envelope: string;
  readonly grants: readonly GrantOfNewKey[];
}

/** A name and the log-in secret of its passphrase. */
export interface LogIn {
  readonly name: string;
  readonly secret: string;
}

/** A pseudonym and the log-in secret of its passphrase. */
export interface MemberLogIn {
  readonly pseudonym: string;
  readonly secret: string;
}

/** The blinded nonces of a member's day. */
export interface MembersNonces {
  readonly blinded: readonly string[];
}

/** The entries of the epochs in which a warning has none yet. */
export interface MissingEntries {
  readonly entries: readonly NewEntry[];
}

/** A record as a caseworker's browser sealed it. */
export interface NewEntry {
  readonly epoch: string;
  readonly place: string;
  readonly record: string;
}

/** An organisation's private key, sealed to one of its people. */
export interface NewGrant {
  readonly user: string;
  readonly key: string;
  readonly envelope: string;
}

/** Keys that somebody passes on. */
export interface NewGrants {
  readonly grants: readonly NewGrant[];
}

/** A new passkey, and what its owner calls it. */
export interface NewPasskey {
  readonly credential: object;
  readonly name: string;
}

/** A passphrase in the place of another, whose log-in secret is `old_secret`. */
export interface NewPassphrase {
  readonly salt: string;
  readonly secret: string;
  readonly wrapped_private_key: string;
  readonly old_secret: string;
}

/** A member's settings. */
export interface NewSettings {
  readonly settings: string;
}

/** A subscription as the browser made it: the service's address, and what to encrypt with. */
export interface NewSubscription {
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
}

/** A key of the organisation, sealed to who comes in. */
export interface OwnKey {
  readonly key: string;
  readonly envelope: string;
}

/** What a passkey answered (WebAuthn). */
export interface PasskeyAnswer {
  readonly credential: object;
}

/** Whose salt is asked for. */
export interface PersonName {
  readonly name: string;
}

/** The organisation and the secret of a sheet. */
export interface Proof {
  readonly project: string;
  readonly secret: string;
}

/** Whose salt is asked for. */
export interface Pseudonym {
  readonly pseudonym: string;
}

/** Who is removed, with the new key of those who stay and a new recovery sheet. */
export interface Removal {
  readonly sheet: SheetInPlace;
  readonly user: string;
  readonly key: KeyOfThoseWhoStay;
}

/** When a warning is looked at again. */
export interface Renewal {
  readonly review_on: string;
}

/** A new recovery sheet. */
export interface Replacement {
  readonly sheet: SheetInPlace;
}

/** What a reporter can agree to, from what shares least to what shares most. */
export type Scope = "warn" | "count" | "intelligence" | "conversation" | "full";

/** A photo that begins to be sent: its record, and how many chunks follow. */
export interface SealedAttachment {
  readonly uid: string;
  readonly key: string;
  readonly body: string;
  readonly project_wrap: string;
  readonly reporter_wrap: string;
  readonly chunks: number;
}

/** A draft as its writer sealed it. */
export interface SealedDraft {
  readonly key: string;
  readonly body: string;
  readonly project_wrap: string;
}

/** A record as it is sent that the project and the writer can read. */
export interface SealedForBoth {
  readonly uid: string;
  readonly key: string;
  readonly body: string;
  readonly project_wrap: string;
  readonly reporter_wrap: string;
}

/** A record as it is sent that the project alone can read. */
export interface SealedForProject {
  readonly uid: string;
  readonly key: string;
  readonly body: string;
  readonly project_wrap: string;
}

/** A report as it is sent. */
export interface SealedReport {
  readonly uid: string;
  readonly key: string;
  readonly body: string;
  readonly project_wrap: string;
  readonly reporter_wrap: string;
  readonly reporter_public_key: string;
  readonly lookup_hash: string;
  readonly consents: readonly Scope[];
  readonly wording: string;
}

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

/** A request as it was sealed for one project, named by its slug. */
export interface SealedRequest {
  readonly project: string;
  readonly key: string;
  readonly body: string;
  readonly project_wrap: string;
}

/** A request for review, sealed for each project. */
export interface SealedRequests {
  readonly uid: string;
  readonly sealed: readonly SealedRequest[];
}

/** What sets an organisation up: its key and its recovery sheet. */
export interface SetUp {
  readonly key: FirstKey;
  readonly recovery: Sheet;
}

/** What the server keeps of a recovery sheet. */
export interface Sheet {
  readonly public_key: string;
  readonly secret_hash: string;
}

/** A sheet in the place of another, as it is sent: one envelope for each key. */
export interface SheetInPlace {
  readonly public_key: string;
  readonly secret_hash: string;
  readonly envelopes: readonly KeyForSheet[];
}

/** What a warning is about, in the order of the numbers of docs/check.md. */
export type WarningKind =
  | "violence"
  | "sexual-violence"
  | "robbery"
  | "not-paying"
  | "condom"
  | "stalking"
  | "threats"
  | "police-impersonation"
  | "other";

/** A person. */
export interface Who {
  readonly user: string;
}

/** A call, with the body that it sends. */
export type DeskPost =
  | [path: "digest", body: DigestAddress]
  | [path: "enrol", body: Enrolment]
  | [path: "factors/passkey", body: NewPasskey]
  | [path: "factors/passkey/begin", body?: Readonly<Record<string, unknown>>]
  | [path: "factors/recovery-codes", body?: Readonly<Record<string, unknown>>]
  | [path: "factors/totp", body: Code]
  | [path: "factors/totp/begin", body?: Readonly<Record<string, unknown>>]
  | [path: "four-eyes", body: FourEyes]
  | [path: "invitation", body: Invited]
  | [path: "log-in", body: LogIn]
  | [path: "log-in/passkey", body: PasskeyAnswer]
  | [path: "log-in/passkey/options", body?: Readonly<Record<string, unknown>>]
  | [path: "log-in/recovery-code", body: Code]
  | [path: "log-in/salt", body: PersonName]
  | [path: "log-in/totp", body: Code]
  | [path: "log-out", body?: Readonly<Record<string, unknown>>]
  | [path: "member-invitations", body?: Empty]
  | [path: "passphrase", body: NewPassphrase]
  | [path: "recover", body: ComingIn]
  | [path: "recover/ask", body: Asking]
  | [path: "recover/keys", body: GoingOn]
  | [path: "recover/open", body: Proof]
  | [path: "reports", body: SealedReport]
  | [path: `reports/${string}/aside`, body: Aside]
  | [path: `reports/${string}/assignment`, body: Assignment]
  | [path: `reports/${string}/deletion`, body: Deletion]
  | [path: `reports/${string}/deletion/agreed`, body?: Readonly<Record<string, unknown>>]
  | [path: `reports/${string}/messages`, body: SealedForBoth]
  | [path: `reports/${string}/notes`, body: SealedForProject]
  | [path: `reports/${string}/opened`, body?: Readonly<Record<string, unknown>>]
  | [path: `reports/${string}/warnings`, body: SealedForProject]
  | [path: `review-requests/${string}/close`, body?: Empty]
  | [path: "set-up", body: SetUp]
  | [path: "team/grants", body: NewGrants]
  | [path: "team/invitations", body?: Empty]
  | [path: "team/recovery", body: Answer]
  | [path: "team/recovery/known", body: Who]
  | [path: "team/remove", body: Removal]
  | [path: "team/sheet", body: Replacement]
  | [path: "tokens", body: CaseworkersNonces]
  | [path: `warnings/${string}/approve`, body: Approval]
  | [path: `warnings/${string}/discard`, body?: Empty]
  | [path: `warnings/${string}/draft`, body: SealedDraft]
  | [path: `warnings/${string}/entries`, body: MissingEntries]
  | [path: `warnings/${string}/renew`, body: Renewal]
  | [path: `warnings/${string}/take-down`, body?: Empty];

/** A call, with the body that it sends. */
export type MembersPost =
  | [path: "invitation", body: Invited]
  | [path: "join", body: Joining]
  | [path: "leave", body?: Empty]
  | [path: "log-in", body: MemberLogIn]
  | [path: "log-in/salt", body: Pseudonym]
  | [path: "log-out", body?: Readonly<Record<string, unknown>>]
  | [path: "passphrase", body: NewPassphrase]
  | [path: "push", body: NewSubscription]
  | [path: "settings", body: NewSettings]
  | [path: "tokens", body: MembersNonces];

/** A call, with the body that it sends. */
export type ReporterPost =
  | [path: "/report/send", body: SealedReportTo]
  | [path: "/return/attachments", body: SealedAttachment]
  | [path: "/return/consents", body: ConsentChange]
  | [path: "/return/delete", body?: Empty]
  | [path: "/return/messages", body: SealedForBoth]
  | [path: "/review/send", body: SealedRequests];
