/** Most records are like these: sealed to a project's key and to the reporter. */

import type { Bytes } from "../sealing/bytes.ts";
import type { Place } from "../sealing/context.ts";
import type { PrivateKey } from "../sealing/keys.ts";
import { openRecord, openWrap } from "../sealing/record.ts";

const REPORTER = { kind: "reporter" } as const;

interface Project {
  id: string;
  privateKey: PrivateKey;
}

function named({ id }: Project) {
  return { kind: "project" as const, key: id };
}

export function openForProject(body: Bytes, wrap: Bytes, place: Place, project: Project) {
  return openRecord(body, wrap, place, named(project), project.privateKey);
}

export function openForReporter(body: Bytes, wrap: Bytes, place: Place, key: PrivateKey) {
  return openRecord(body, wrap, place, REPORTER, key);
}

export function contentKeyForProject(wrap: Bytes, place: Place, project: Project) {
  return openWrap(wrap, place, named(project), project.privateKey);
}

export function contentKeyForReporter(wrap: Bytes, place: Place, key: PrivateKey) {
  return openWrap(wrap, place, REPORTER, key);
}
