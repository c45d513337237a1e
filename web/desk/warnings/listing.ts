/** The project's warnings as the server gives them (docs/http.md), and opening their drafts. */

import type { EndedBecause, State } from "../../warning/generated.ts";
import { get } from "../calls.ts";
import { type Names, openRecord, type Sealed } from "../records.ts";
import type { Unlocked } from "../vault.ts";
import { type Draft, readDraft } from "./draft.ts";

export interface Person {
  id: string;
  name: string;
}

export interface Epoch {
  id: string;
  platform: { id: string; public_key: string };
  keyholder: { id: string; public_key: string };
}

/** `body` and `project_wrap` are null once the report was deleted. */
export interface Listed {
  uid: string;
  key: string;
  body: string | null;
  project_wrap: string | null;
  reference: string;
  report: Names;
  state: State;
  ended_because: EndedBecause | null;
  composed_by: Person;
  approved_by: Person | null;
  four_eyes: boolean;
  consent: boolean;
  published_on: string | null;
  review_on: string | null;
  entered_by: Person | null;
  entered_on: string | null;
  missing: string[];
}

export interface Listing {
  warnings: Listed[];
  epochs: Epoch[];
  four_eyes: boolean;
  may_switch: boolean;
}

export const fetchWarnings = (): Promise<Listing> => get<Listing>("warnings");

/** The sealed draft of a warning, or null if it does not open, cannot be read or is gone. */
export async function openDraft(warning: Listed, unlocked: Unlocked): Promise<Draft | null> {
  const { uid, key, body, project_wrap } = warning;
  if (!body || !project_wrap) return null;
  const sealed: Sealed = { uid, key, body, project_wrap };
  const opening = openRecord(sealed, "warning", warning.report.uid, unlocked);
  return opening.then(readDraft).catch(() => null);
}
