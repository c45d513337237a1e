// Written by script/facts from what Python defines. Change it there.

/** Who waits with the sheet; null where nobody does. */
export interface AboutWaiting {
  readonly recovery: Waiting | null;
}

/** The account of who asked. */
export interface AccountToBe {
  readonly id: string;
  readonly public_key: string;
  readonly wrapped_private_key: string;
}

/** A page of the messages and notes of all reports, and where the next one begins. */
export interface AllMessages {
  readonly messages: readonly ReportMessage[];
  readonly next: string | null;
}

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

/** What an approved warning is called. */
export interface Approved {
  readonly reference: string;
}

/** Whether a report is out of the way. */
export interface Aside {
  readonly aside: boolean;
}

/** Where a sheet stands with which somebody has asked: who, and from when they may go on. */
export interface AskedSheet {
  readonly state: "waiting" | "refused" | "open";
  readonly user: string;
  readonly name: string;
  readonly salt: string;
  readonly public_key: string;
  readonly goes_on: string;
}

/** The same, with the organisation of the sheet. */
export interface AskedSheetOf {
  readonly state: "waiting" | "refused" | "open";
  readonly user: string;
  readonly name: string;
  readonly salt: string;
  readonly public_key: string;
  readonly goes_on: string;
  readonly project: string;
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

/** A session has begun: its token. */
export interface Begun {
  readonly csrf: string;
}

/** Whether a person came in with the recovery sheet, and whether a colleague knows them. */
export type CameIn = "" | "new" | "known";

/** The blinded nonces of one batch of a caseworker's day. */
export interface CaseworkersNonces {
  readonly batch: number;
  readonly blinded: readonly string[];
}

/** The chunks of a photo that are here, by number. */
export interface ChunksHere {
  readonly have: readonly number[];
}

/** How many chunks a photo has, and which are here. */
export interface ChunksOfPhoto {
  readonly have: readonly number[];
  readonly chunks: number;
}

/** A code that somebody typed. */
export interface Code {
  readonly code: string;
}

/** Somebody of the organisation, and which of its keys they hold. */
export interface Colleague {
  readonly id: string;
  readonly name: string;
  readonly public_key: string;
  readonly joined_on: string;
  readonly keys: readonly string[];
  readonly you: boolean;
  readonly came_in: CameIn;
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

/** What the writer agrees to now, and all that they gave and withdrew. */
export interface Consents {
  readonly consents: Readonly<Record<string, boolean>>;
  readonly ledger: readonly LedgerLine[];
}

/** Whether a report is to be deleted for good. */
export interface Deletion {
  readonly asked: boolean;
}

/** Where the digest goes; empty for nowhere. */
export interface DigestAddress {
  readonly email: string;
}

/** Where the digest goes; empty for nowhere. */
export interface DigestGoesTo {
  readonly email: string;
}

/** A body without members. A call that takes it must be JSON all the same. */
export type Empty = Readonly<Record<string, never>>;

/** A warning that was published and is gone. */
export interface Ended {
  readonly kind: WarningKind;
  readonly areas: readonly string[];
  readonly day: string;
}

/** Why a warning ended. */
export type EndedBecause = "consent" | "expired" | "taken-down";

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

/** What members read of a warning, and its records. */
export interface Entered {
  readonly said: MembersText;
  readonly entries: readonly EntryOfWarning[];
}

/** One identifier's record, under one epoch. */
export interface EntryOfWarning {
  readonly epoch: string;
  readonly place: string;
  readonly record: string;
}

/** An epoch: a pair of public evaluation keys. */
export interface EpochKeys {
  readonly id: string;
  readonly platform: EvaluatorKey;
  readonly keyholder: EvaluatorKey;
}

/** A public evaluation key. */
export interface EvaluatorKey {
  readonly id: string;
  readonly public_key: string;
}

/** The page to open next. The codes come with the first factor, the token to a half session. */
export interface FactorAdded {
  readonly next: string;
  readonly recovery_codes?: readonly string[];
  readonly csrf?: string;
}

/** The second factors, and how many recovery codes are left. */
export interface Factors {
  readonly factors: readonly OwnFactor[];
  readonly recovery_codes: number;
}

/** All that members may read now. The release is null before the first one. */
export interface Feed {
  readonly release: number | null;
  readonly texts: string;
  readonly warnings: readonly PublishedWarning[];
  readonly taken_down: readonly Ended[];
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

/** A sheet of an organisation in which nobody has asked. */
export interface FreeSheet {
  readonly project: string;
  readonly state: "free";
}

/** Somebody who asked before, and whose time has come. */
export interface GoingOn {
  readonly project: string;
  readonly secret: string;
  readonly log_in_secret: string;
}

/** A key of the organisation, sealed to who asks. */
export interface Grant {
  readonly key: string;
  readonly public_key: string;
  readonly envelope: string;
}

/** A new key, sealed to somebody who stays. */
export interface GrantOfNewKey {
  readonly user: string;
  readonly envelope: string;
}

/** The ways in which a log-in can be finished. */
export interface HalfWay {
  readonly csrf: string;
  readonly methods: readonly ("totp" | "passkey" | "recovery-code")[];
}

/** A page of the inbox, the place where the next one begins, and how many were deleted. */
export interface InboxPage {
  readonly reports: readonly Summary[];
  readonly next: string | null;
  readonly deleted: number;
}

/** What somebody shows who has a link: its token. */
export interface Invited {
  readonly token: string;
}

/** The organisation that an invitation leads to. */
export interface Inviting {
  readonly project: string;
}

/** A day's tokens, still blinded. */
export interface IssuedTokens {
  readonly evaluated: readonly string[];
  readonly proof: string;
  readonly day: string;
  readonly public_key: string;
  readonly again: boolean;
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

/** A key of the organisation, sealed to the sheet. */
export interface KeyOfSheet {
  readonly id: string;
  readonly public_key: string;
  readonly recovery_envelope: string;
}

/** A new key, sealed to everybody who stays. */
export interface KeyOfThoseWhoStay {
  readonly id: string;
  readonly public_key: string;
  readonly recovery_envelope: string;
  readonly grants: readonly GrantOfNewKey[];
}

/** All that a sheet opens, for who may go on. */
export interface KeysOfSheet {
  readonly user: AccountToBe;
  readonly keys: readonly KeyOfSheet[];
}

/** The projects that a request is sealed to. */
export interface KeysToAsk {
  readonly projects: readonly ProjectToAsk[];
}

/** A consent that was given or withdrawn, and with which wording. */
export interface LedgerLine {
  readonly scope: Scope;
  readonly given: boolean;
  readonly wording: string;
  readonly day: string;
}

/** A warning. `key`, `body` and `project_wrap` are null once the report was deleted. */
export interface ListedWarning {
  readonly uid: string;
  readonly reference: string;
  readonly report: NamesOfReport;
  readonly state: State;
  readonly ended_because: EndedBecause | null;
  readonly composed_by: PersonNamed;
  readonly approved_by: PersonNamed | null;
  readonly four_eyes: boolean;
  readonly consent: boolean;
  readonly key: string | null;
  readonly body: string | null;
  readonly project_wrap: string | null;
  readonly published_on: string | null;
  readonly review_on: string | null;
  readonly entered_by: PersonNamed | null;
  readonly entered_on: string | null;
  readonly missing: readonly string[];
}

/** A project's warnings, and what somebody needs to approve one. */
export interface Listing {
  readonly warnings: readonly ListedWarning[];
  readonly epochs: readonly EpochKeys[];
  readonly four_eyes: boolean;
  readonly may_switch: boolean;
  readonly next_list: string | null;
}

/** A name and the log-in secret of its passphrase. */
export interface LogIn {
  readonly name: string;
  readonly secret: string;
}

/** The page to open next. */
export interface LoggedIn {
  readonly csrf: string;
  readonly next: string;
}

/** A pseudonym and the log-in secret of its passphrase. */
export interface MemberLogIn {
  readonly pseudonym: string;
  readonly secret: string;
}

/** A member, as the desk sees them. */
export interface MemberNamed {
  readonly id: string;
  readonly pseudonym: string;
}

/** What a member's browser unlocks with the passphrase, and their sealed settings. */
export interface MembersAccount {
  readonly csrf: string;
  readonly member: OwnMember;
  readonly project: string;
  readonly settings: string;
}

/** The blinded nonces of a member's day. */
export interface MembersNonces {
  readonly blinded: readonly string[];
}

/** The members of a project, and the open invitations. */
export interface MembersOfProject {
  readonly members: readonly MemberNamed[];
  readonly invitations: readonly OpenInvitation[];
}

/** What members read of a warning; `texts` are by language, `original` is one of them. */
export interface MembersText {
  readonly kind: WarningKind;
  readonly areas: readonly string[];
  readonly months: Months;
  readonly original: string;
  readonly texts: Readonly<Record<string, string>>;
}

/** A message of the writer or the project. */
export interface MessageForReporter {
  readonly body: string;
  readonly reporter_wrap: string;
  readonly uid: string;
  readonly kind: RecordKind;
  readonly day: string;
}

/** A page of messages and notes; `more` says whether some are older than its `oldest`. */
export interface MessagePage {
  readonly messages: readonly SealedMessage[];
  readonly notes: readonly SealedMessage[];
  readonly oldest: string | null;
  readonly more: boolean;
}

/** A page of messages, the oldest first; `more` says whether there are older ones. */
export interface MessagesForReporter {
  readonly messages: readonly MessageForReporter[];
  readonly more: boolean;
}

/** The entries of the epochs in which a warning has none yet. */
export interface MissingEntries {
  readonly entries: readonly NewEntry[];
}

/** Months */
export interface Months {
  readonly from: string;
  readonly to: string;
}

/** By what name a report is requested, and what it is called; no number before it is opened. */
export interface NamesOfReport {
  readonly uid: string;
  readonly reference: string;
  readonly number: number | null;
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

/** An invitation that was made, with the token of its link: it is told this once. */
export interface NewInvitation {
  readonly id: string;
  readonly expires_on: string;
  readonly token: string;
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

/** What every page of the desk says: who waits, and the names of who came in with the sheet. */
export interface News {
  readonly recovery: Waiting | null;
  readonly came_in: readonly string[];
}

/** No members: it is done, and there is nothing to say. */
export type Nothing = Readonly<Record<string, never>>;

/** The number that a report has since it was opened. */
export interface Numbered {
  readonly number: number;
}

/** An invitation that nobody has used yet, and its last day. */
export interface OpenInvitation {
  readonly id: string;
  readonly expires_on: string;
}

/** All that the writer may see of a report, with its newest messages. */
export interface OpenedReport {
  readonly messages: readonly MessageForReporter[];
  readonly more: boolean;
  readonly attachments: readonly PhotoForReporter[];
  readonly consents: Readonly<Record<string, boolean>>;
  readonly ledger: readonly LedgerLine[];
  readonly report: OwnReport;
  readonly project: ReportsProject;
  readonly team: readonly string[];
}

/** The account of who asks, with their private key under the passphrase. */
export interface OwnAccount {
  readonly id: string;
  readonly name: string;
  readonly salt: string;
  readonly public_key: string;
  readonly wrapped_private_key: string;
}

/** A second factor, and what its owner calls it. */
export interface OwnFactor {
  readonly id: string;
  readonly kind: "totp" | "passkey";
  readonly name: string;
}

/** A key of the organisation, sealed to who comes in. */
export interface OwnKey {
  readonly key: string;
  readonly envelope: string;
}

/** What a person's browser unlocks with the passphrase. A page still open takes the token. */
export interface OwnKeys {
  readonly csrf: string;
  readonly user: OwnAccount;
  readonly project: OwnOrganisation;
  readonly grants: readonly Grant[];
}

/** The account of the member who asks, with their private key under the passphrase. */
export interface OwnMember {
  readonly id: string;
  readonly pseudonym: string;
  readonly salt: string;
  readonly public_key: string;
  readonly wrapped_private_key: string;
}

/** The organisation of who asks; `current` is its key, null before it is set up. */
export interface OwnOrganisation {
  readonly slug: string;
  readonly name: string;
  readonly current: string | null;
}

/** A report as its writer opens it. */
export interface OwnReport {
  readonly body: string;
  readonly reporter_wrap: string;
  readonly uid: string;
  readonly reference: string;
  readonly received_on: string;
  readonly opened_on: string | null;
  readonly sealed_by: SealedBy;
}

/** What a passkey answered (WebAuthn). */
export interface PasskeyAnswer {
  readonly credential: object;
}

/** Whose salt is asked for. */
export interface PersonName {
  readonly name: string;
}

/** Somebody of an organisation. */
export interface PersonNamed {
  readonly id: string;
  readonly name: string;
}

/** A photo; `complete` says whether all its chunks are here. */
export interface PhotoForReporter {
  readonly body: string;
  readonly reporter_wrap: string;
  readonly uid: string;
  readonly day: string;
  readonly chunks: number;
  readonly complete: boolean;
}

/** The photos of a report. */
export interface PhotosForReporter {
  readonly attachments: readonly PhotoForReporter[];
}

/** The key of a project that is sealed to. */
export interface ProjectKey {
  readonly id: string;
  readonly public_key: string;
}

/** A project, and the key that a request is sealed to. */
export interface ProjectToAsk {
  readonly slug: string;
  readonly name: string;
  readonly key: ProjectKey;
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

/** A warning as a release has it (docs/check.md). */
export interface PublishedWarning {
  readonly kind: WarningKind;
  readonly areas: readonly string[];
  readonly months: Months;
  readonly original: string;
  readonly texts: Readonly<Record<string, string>>;
  readonly reference: string;
  readonly project: string;
  readonly four_eyes: boolean;
  readonly published_on: string;
  readonly review_on: string;
}

/** The key that a browser subscribes with (VAPID). */
export interface PushKey {
  readonly public_key: string;
}

/** A report that is stored, and what it is called. */
export interface Received {
  readonly reference: string;
  readonly received_on: string;
}

/** The kinds of sealed record (docs/formats.md, Context). */
export type RecordKind =
  | "report"
  | "reporter-message"
  | "project-message"
  | "note"
  | "attachment"
  | "warning"
  | "review-request";

/** New recovery codes: they are told this once. */
export interface RecoveryCodes {
  readonly recovery_codes: readonly string[];
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

/** A report that somebody told a caseworker. */
export interface ReportAdded {
  readonly uid: string;
  readonly received_on: string;
}

/** A report in full, with its newest messages and notes. */
export interface ReportDetail {
  readonly uid: string;
  readonly reference: string;
  readonly number: number | null;
  readonly key: string | null;
  readonly body: string;
  readonly project_wrap: string;
  readonly received_on: string;
  readonly opened_on: string | null;
  readonly sealed_by: SealedBy;
  readonly status: Status;
  readonly assigned_to: string | null;
  readonly photos: number;
  readonly wrote_again: boolean;
  readonly aside: RequestToDelete | null;
  readonly messages: readonly SealedMessage[];
  readonly notes: readonly SealedMessage[];
  readonly oldest: string | null;
  readonly more: boolean;
  readonly consents: Readonly<Record<string, boolean>>;
  readonly ledger: readonly LedgerLine[];
  readonly may_agree: boolean;
  readonly attachments: readonly SealedFile[];
  readonly reporter_public_key: string;
  readonly project_key: ProjectKey;
  readonly team: readonly PersonNamed[];
}

/** A message or a note, with the report that it belongs to. */
export interface ReportMessage {
  readonly key: string | null;
  readonly body: string;
  readonly project_wrap: string;
  readonly uid: string;
  readonly kind: RecordKind;
  readonly day: string;
  readonly report: string;
}

/** The project of a report, and the key that messages are sealed to. */
export interface ReportsProject {
  readonly name: string;
  readonly slug: string;
  readonly key: ProjectKey;
}

/** How a report was set aside: who asked to delete it, and the day when it goes. */
export interface RequestToDelete {
  readonly asked_by: string | null;
  readonly asked_on: string | null;
  readonly due_on: string | null;
}

/** Open requests for review, the oldest day first; `more` says whether there are others. */
export interface ReviewRequests {
  readonly requests: readonly StoredRequest[];
  readonly more: boolean;
}

/** The salt of a passphrase; an invented one for a name that nobody has. */
export interface Salted {
  readonly salt: string;
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

/** Who sealed a report, and so could have read it while it was written. */
export type SealedBy = "browser" | "server" | "caseworker";

/** A draft as its writer sealed it. */
export interface SealedDraft {
  readonly key: string;
  readonly body: string;
  readonly project_wrap: string;
}

/** A photo; `complete` says whether all its chunks are here. */
export interface SealedFile {
  readonly key: string | null;
  readonly body: string;
  readonly project_wrap: string;
  readonly uid: string;
  readonly kind: RecordKind;
  readonly day: string;
  readonly chunks: number;
  readonly complete: boolean;
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

/** A message or a note. */
export interface SealedMessage {
  readonly key: string | null;
  readonly body: string;
  readonly project_wrap: string;
  readonly uid: string;
  readonly kind: RecordKind;
  readonly day: string;
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

/** How far a warning has come. */
export type State = "draft" | "approved" | "live" | "ended";

/** Where a report stands for its project. */
export type Status = "new" | "waiting" | "answered";

/** The day of a record that is stored. */
export interface StoredOn {
  readonly day: string;
}

/** A request for review. */
export interface StoredRequest {
  readonly key: string | null;
  readonly body: string;
  readonly project_wrap: string;
  readonly uid: string;
  readonly day: string;
}

/** A line of the inbox. `aside` is null for a report in the inbox's list. */
export interface Summary {
  readonly uid: string;
  readonly reference: string;
  readonly number: number | null;
  readonly key: string | null;
  readonly body: string;
  readonly project_wrap: string;
  readonly received_on: string;
  readonly opened_on: string | null;
  readonly sealed_by: SealedBy;
  readonly status: Status;
  readonly assigned_to: string | null;
  readonly photos: number;
  readonly wrote_again: boolean;
  readonly aside: RequestToDelete | null;
}

/** The people of an organisation, who waits with its sheet, and its open invitations. */
export interface Team {
  readonly recovery: Waiting | null;
  readonly members: readonly Colleague[];
  readonly invitations: readonly OpenInvitation[];
}

/** The secret of an app, as text, as an address, and the rows of that address's QR code. */
export interface TotpToConfirm {
  readonly secret: string;
  readonly uri: string;
  readonly qr: readonly string[];
}

/** Who waits with the sheet, as colleagues see them. */
export interface Waiting {
  readonly user: string;
  readonly name: string;
  readonly public_key: string;
  readonly state: "waiting" | "refused" | "open";
  readonly goes_on: string;
  readonly lapses_on: string;
  readonly answered_by: string | null;
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

/** Each GET, and what it answers. The first path that fits is meant. */
export type DeskGets = [
  [path: "team/recovery/news", answer: News],
  [path: `reports/${string}/earlier`, answer: MessagePage],
  [path: "reports/messages", answer: AllMessages],
  [path: `reports/${string}`, answer: ReportDetail],
  [path: `warnings/${string}`, answer: Entered],
  [path: "digest", answer: DigestGoesTo],
  [path: "factors", answer: Factors],
  [path: "keys", answer: OwnKeys],
  [path: "members", answer: MembersOfProject],
  [path: "reports", answer: InboxPage],
  [path: "review-requests", answer: ReviewRequests],
  [path: "team", answer: Team],
  [path: "warnings", answer: Listing],
];

/** Each POST, and what it answers. The first path that fits is meant. */
export type DeskPosts = [
  [path: `reports/${string}/deletion/agreed`, answer: Nothing],
  [path: "factors/passkey/begin", answer: object],
  [path: "factors/totp/begin", answer: TotpToConfirm],
  [path: "log-in/passkey/options", answer: object],
  [path: "team/recovery/known", answer: Nothing, body: Who],
  [path: `reports/${string}/aside`, answer: Nothing, body: Aside],
  [path: `reports/${string}/assignment`, answer: Nothing, body: Assignment],
  [path: `reports/${string}/deletion`, answer: Nothing, body: Deletion],
  [path: `reports/${string}/messages`, answer: StoredOn, body: SealedForBoth],
  [path: `reports/${string}/notes`, answer: StoredOn, body: SealedForProject],
  [path: `reports/${string}/opened`, answer: Numbered],
  [path: `reports/${string}/warnings`, answer: StoredOn, body: SealedForProject],
  [path: `review-requests/${string}/close`, answer: Nothing, body?: Empty],
  [path: `warnings/${string}/approve`, answer: Approved, body: Approval],
  [path: `warnings/${string}/discard`, answer: Nothing, body?: Empty],
  [path: `warnings/${string}/draft`, answer: Nothing, body: SealedDraft],
  [path: `warnings/${string}/entries`, answer: Nothing, body: MissingEntries],
  [path: `warnings/${string}/renew`, answer: Nothing, body: Renewal],
  [path: `warnings/${string}/take-down`, answer: Nothing, body?: Empty],
  [path: "factors/passkey", answer: FactorAdded, body: NewPasskey],
  [path: "factors/recovery-codes", answer: RecoveryCodes],
  [path: "factors/totp", answer: FactorAdded, body: Code],
  [path: "log-in/passkey", answer: LoggedIn, body: PasskeyAnswer],
  [path: "log-in/recovery-code", answer: LoggedIn, body: Code],
  [path: "log-in/salt", answer: Salted, body: PersonName],
  [path: "log-in/totp", answer: LoggedIn, body: Code],
  [path: "recover/ask", answer: AskedSheet, body: Asking],
  [path: "recover/keys", answer: KeysOfSheet, body: GoingOn],
  [path: "recover/open", answer: FreeSheet | AskedSheetOf, body: Proof],
  [path: "team/grants", answer: Nothing, body: NewGrants],
  [path: "team/invitations", answer: NewInvitation, body?: Empty],
  [path: "team/recovery", answer: AboutWaiting, body: Answer],
  [path: "team/remove", answer: Nothing, body: Removal],
  [path: "team/sheet", answer: Nothing, body: Replacement],
  [path: "digest", answer: DigestGoesTo, body: DigestAddress],
  [path: "enrol", answer: Begun, body: Enrolment],
  [path: "four-eyes", answer: Nothing, body: FourEyes],
  [path: "invitation", answer: Inviting, body: Invited],
  [path: "log-in", answer: HalfWay, body: LogIn],
  [path: "log-out", answer: Nothing],
  [path: "member-invitations", answer: NewInvitation, body?: Empty],
  [path: "passphrase", answer: Nothing, body: NewPassphrase],
  [path: "recover", answer: Begun, body: ComingIn],
  [path: "reports", answer: ReportAdded, body: SealedReport],
  [path: "set-up", answer: Nothing, body: SetUp],
  [path: "tokens", answer: IssuedTokens, body: CaseworkersNonces],
];

/** Each GET, and what it answers. The first path that fits is meant. */
export type MembersGets = [
  [path: "account", answer: MembersAccount],
  [path: "feed", answer: Feed],
  [path: "push", answer: PushKey],
];

/** Each POST, and what it answers. The first path that fits is meant. */
export type MembersPosts = [
  [path: "log-in/salt", answer: Salted, body: Pseudonym],
  [path: "invitation", answer: Inviting, body: Invited],
  [path: "join", answer: Begun, body: Joining],
  [path: "leave", answer: Nothing, body?: Empty],
  [path: "log-in", answer: Begun, body: MemberLogIn],
  [path: "log-out", answer: Nothing],
  [path: "passphrase", answer: Nothing, body: NewPassphrase],
  [path: "push", answer: Nothing, body: NewSubscription],
  [path: "settings", answer: Nothing, body: NewSettings],
  [path: "tokens", answer: IssuedTokens, body: MembersNonces],
];

/** Each GET, and what it answers. The first path that fits is meant. */
export type ReporterGets = [
  [path: `/report/key/${string}`, answer: ProjectKey],
  [path: `/return/attachments/${string}`, answer: ChunksOfPhoto],
  [path: "/return/attachments", answer: PhotosForReporter],
  [path: "/return/messages", answer: MessagesForReporter],
  [path: "/return/open", answer: OpenedReport],
  [path: "/review/keys", answer: KeysToAsk],
];

/** Each POST, and what it answers. The first path that fits is meant. */
export type ReporterPosts = [
  [path: "/report/send", answer: Received, body: SealedReportTo],
  [path: "/return/attachments", answer: ChunksHere, body: SealedAttachment],
  [path: "/return/consents", answer: Consents, body: ConsentChange],
  [path: "/return/delete", answer: Nothing, body?: Empty],
  [path: "/return/messages", answer: StoredOn, body: SealedForBoth],
  [path: "/review/send", answer: Nothing, body: SealedRequests],
];
