/** A report looks the same with and without JavaScript: the shared vectors. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type Report, shownOf } from "../report/report.ts";

interface Case {
  name: string;
  read: Pick<Report, "who" | "answer" | "contact">;
  shown: Pick<Report, "who" | "contact">;
}

const PATH = new URL("../../tests/vectors/shown_report.json", import.meta.url);
const { cases }: { cases: Case[] } = JSON.parse(readFileSync(PATH, "utf8"));
const NOTHING: Report = {
  what: "",
  when: "",
  when_words: "",
  borough: "",
  who: [],
  answer: "",
  contact: "",
};

for (const { name, read, shown } of cases) {
  test(name, () => {
    const { who, contact } = shownOf({ ...NOTHING, ...read });
    assert.deepEqual({ who, contact }, shown);
  });
}
