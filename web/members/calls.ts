/** Calls to the members' interface (docs/http.md). */

import { SessionCalls } from "../session/calls.ts";
import type { MembersGets, MembersPosts } from "../session/generated-calls.ts";

export const members = new SessionCalls<MembersGets, MembersPosts>("/members/api/", "account");
