/** Calls to the members' interface (docs/http.md). */

import { SessionCalls } from "../session/calls.ts";
import type { MembersPost } from "../session/generated-calls.ts";

export const members = new SessionCalls<MembersPost>("/members/api/", "account");
