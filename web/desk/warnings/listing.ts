/** The project's warnings as the server gives them (docs/http.md), and opening their drafts. */

import type { ListedWarning, Listing } from "../../session/generated-calls.ts";
import { get } from "../calls.ts";
import { openRecord, type Sealed } from "../records.ts";
import type { Unlocked } from "../vault.ts";
import { type Draft, readDraft } from "./draft.ts";

export const fetchWarnings = (): Promise<Listing> => get("warnings");

/** The sealed draft of a warning, or null if it does not open, cannot be read or is gone. */
export async function openDraft(warning: ListedWarning, unlocked: Unlocked): Promise<Draft | null> {
  const { uid, key, body, project_wrap } = warning;
  if (!body || !project_wrap) return null;
  const sealed: Sealed = { uid, key, body, project_wrap };
  const opening = openRecord(sealed, "warning", warning.report.uid, unlocked);
  return opening.then(readDraft).catch(() => null);
}
