/** How long to wait for an answer. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { Patience } from "../oblivious/patience.ts";

test("an answer is waited for up to its own limit, and up to the limit of all calls", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const together = new AbortController();
  const [short, long, ended] = [
    new Patience(10),
    new Patience(100, together.signal),
    new Patience(100, together.signal),
  ];
  ended.end();
  context.mock.timers.tick(10);
  assert.deepEqual([short.signal.aborted, long.signal.aborted], [true, false]);
  together.abort();
  assert.deepEqual([long.signal.aborted, ended.signal.aborted], [true, false]);
  assert.ok(new Patience(100, together.signal).signal.aborted);
});

test("a renewed wait has its own time", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const together = new AbortController();
  const patience = new Patience(10, together.signal);
  patience.restart(100);
  together.abort();
  context.mock.timers.tick(99);
  assert.ok(!patience.signal.aborted);
  context.mock.timers.tick(1);
  assert.ok(patience.signal.aborted);
});
