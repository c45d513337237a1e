/** A search finds a line of the inbox by what the line shows. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { lineOf } from "../desk/inbox/line.ts";
import * as listing from "../desk/inbox/listing.ts";
import type { Opened } from "../desk/records.ts";
import type { Report } from "../report/opened.ts";
import type { Summary } from "../session/generated-calls.ts";
import { finished } from "./steps.ts";

const NAMES = new Map([["7", "Joel"]]);

function summary(changes: Partial<Summary> = {}): Summary {
  return {
    uid: "1",
    reference: "YS7D-VT0J",
    number: 8,
    key: "",
    body: "",
    project_wrap: "",
    received_on: "2026-11-30",
    opened_on: null,
    sealed_by: "browser",
    status: "answered",
    assigned_to: null,
    photos: 0,
    wrote_again: false,
    aside: null,
    ...changes,
  };
}

const unread = (why: "locked" | "unreadable"): Opened<Report> => ({ value: null, cut: false, why });

async function finds(search: string, changes: Partial<Summary>, report: Opened<Report>) {
  const line = await lineOf(summary(changes), report, NAMES);
  const filter = { status: "inbox", mine: false, search } as const;
  return finished(listing.sorted([line], filter, "")).rows.length === 1;
}

test("the words that a line itself shows find it", async () => {
  const cases: [string, Partial<Summary>, Opened<Report>][] = [
    ["Cannot be read", {}, unread("unreadable")],
    ["Not written by our pages", {}, unread("unreadable")],
    ["cannot be opened here", {}, unread("locked")],
    ["not opened", {}, unread("locked")],
    ["a message came", { wrote_again: true }, unread("unreadable")],
    ["locked by the server", { sealed_by: "server" }, unread("locked")],
    ["2 photos", { photos: 2 }, unread("locked")],
    ["joel", { assigned_to: "7" }, unread("locked")],
    ["somebody who left", { assigned_to: "9" }, unread("locked")],
    ["ys7dvt0j", {}, unread("locked")],
    ["8", {}, unread("locked")],
  ];
  for (const [search, changes, report] of cases) {
    assert.ok(await finds(search, changes, report), search);
  }
});

test("words that it does not show do not", async () => {
  for (const search of ["cannot be read", "locked by the server", "photos", "joel"]) {
    assert.ok(!(await finds(search, {}, unread("locked"))), search);
  }
});

test("a state is not searched: it has a filter, and many reports say “new”", async () => {
  assert.ok(!(await finds("answered", {}, unread("unreadable"))));
});

test("an unreadable report is rubbish only while it has no message from its writer", async () => {
  const cases: [boolean, Partial<Summary>, Opened<Report>][] = [
    [true, {}, unread("unreadable")],
    [false, { wrote_again: true }, unread("unreadable")],
    [false, {}, unread("locked")],
  ];
  for (const [isRubbish, changes, report] of cases) {
    assert.equal((await lineOf(summary(changes), report, NAMES)).rubbish, isRubbish);
  }
});
