/**
 * Normalises for Python's tests: reads a JSON array from each line, and answers with a line of
 * JSON.
 */

import { createInterface } from "node:readline";
import { CheckError } from "../oblivious/errors.ts";
import { looksWhole, normalise } from "../oblivious/normalise/index.ts";
import { fold, lower, upper } from "../oblivious/normalise/text.ts";

type Asked = readonly [kind: string, typed: string, region: string];

const CASES = new Map(Object.entries({ fold, lower, upper }));

function answer([kind, typed, region]: Asked): readonly [canonical: string | null, code: string] {
  const changed = CASES.get(kind);
  if (changed) return [changed(typed), ""];
  if (kind === "whole") return [String(looksWhole({ kind: "tel", canonical: typed })), ""];
  try {
    return [normalise(kind, typed, region).canonical, ""];
  } catch (error) {
    if (error instanceof CheckError) return [null, error.code];
    throw error;
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(answer(JSON.parse(line) as Asked))}\n`);
}
