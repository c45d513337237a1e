/** Reading a form tells everything that must be corrected, not only the first. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { Fault, Faults, faultsOf, readAll, readEach } from "../session/faults.ts";

const wrong = (field: string) => (): never => {
  throw new Fault(field, `Correct ${field}.`);
};

/** The fields that a reading says must be corrected. */
function fieldsOf(read: () => unknown): string[] {
  try {
    read();
  } catch (error) {
    return faultsOf(error).map(({ field }) => field);
  }
  return [];
}

test("a whole form is read", () => {
  assert.deepEqual(readAll({ kind: () => "other", areas: () => ["outside"] }), {
    kind: "other",
    areas: ["outside"],
  });
});

test("all that must be corrected is told, in the order of the form, and inside its parts", () => {
  const lines = () => readEach([wrong("first-line"), () => "right", wrong("third-line")]);
  const read = () => readAll({ kind: wrong("kind"), lines, day: wrong("day") });
  assert.deepEqual(fieldsOf(read), ["kind", "first-line", "third-line", "day"]);
  assert.throws(read, { message: /Correct kind\. Correct first-line\./ });
});

test("one thing to correct stays what it was", () => {
  assert.throws(() => readAll({ kind: wrong("kind"), day: () => "" }), Fault);
  assert.ok(!(new Fault("kind", "") instanceof Faults));
});

test("another error is not taken for something to correct", () => {
  const broken = () => {
    throw new TypeError("broken");
  };
  assert.throws(() => readAll({ kind: wrong("kind"), broken }), TypeError);
});
