/** Calls to the members' interface (docs/http.md). */

import { SessionCalls } from "../session/calls.ts";

export const members = new SessionCalls("/members/api/", "account");
