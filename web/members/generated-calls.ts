// Written by script/facts from what Python defines. Change it there.

/** A body without members. A call that takes it must be JSON all the same. */
export type Empty = Readonly<Record<string, never>>;

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

/** A pseudonym and the log-in secret of its passphrase. */
export interface MemberLogIn {
  readonly pseudonym: string;
  readonly secret: string;
}

/** The blinded nonces of a member's day. */
export interface MembersNonces {
  readonly blinded: readonly string[];
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

/** Whose salt is asked for. */
export interface Pseudonym {
  readonly pseudonym: string;
}

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
