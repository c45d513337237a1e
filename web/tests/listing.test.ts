/** The inbox as data. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Filter, Row } from "../desk/inbox/listing.ts";
import * as listing from "../desk/inbox/listing.ts";
import { fold } from "../ui/fold.ts";
import { finished } from "./steps.ts";

const EVERYTHING: Filter = { status: "inbox", mine: false, search: "" };

const searchable = (parts: string[]): string => finished(listing.searchable(parts));
const sorted = (all: readonly Row[], filter: Filter) =>
  finished(listing.sorted(all, filter, "amara"));
const chosen = (all: readonly Row[], filter: Filter): Row[] => sorted(all, filter).rows;
const found = (one: Row, search: string): boolean =>
  chosen([one], { ...EVERYTHING, search }).length > 0;

function row(uid: string, changes: Partial<Row> = {}): Row {
  return {
    uid,
    status: "new",
    aside: false,
    assignedTo: null,
    words: searchable(["text"]),
    ...changes,
  };
}

const rows = fc.array(
  fc.record({
    uid: fc.uuid(),
    status: fc.constantFrom("new", "waiting", "answered"),
    aside: fc.boolean(),
    assignedTo: fc.constantFrom(null, "amara", "bea"),
    words: fc.constantFrom("he did not pay", "a knife", "nao pagou"),
  }),
);

const filters = fc.record({
  status: fc.constantFrom("inbox", "new", "waiting", "answered", "aside"),
  mine: fc.boolean(),
  search: fc.constantFrom("", "pa", "knife", "not he"),
});

test("accents, size and form of letters make no difference", () => {
  assert.equal(fold("São João, ﬁne"), fold("SAO JOAO, FINE"));
});

test("messages about a report find it, together with the report's own words", () => {
  const [one, two] = [row("1", { words: searchable(["He did not pay"]) }), row("2")];
  const messages = [
    { report: "1", text: "A blue van, AB12 CDE" },
    { report: "1", text: "São João" },
    { report: "3", text: "of one that is gone" },
  ];
  finished(listing.addMessages([one, two], messages));
  assert.ok(found(one, "pay van ab12cde sao"));
  assert.ok(!found(two, "van"));
});

test("every word of a search must be there, in any order", () => {
  const one = row("1", { words: searchable(["He did not pay"]) });
  assert.ok(found(one, "pay HE"));
  assert.ok(!found(one, "pay she-wolf"));
  assert.ok(found(one, ""));
});

test("a number is found however it was spaced", () => {
  const one = row("1", { words: searchable(["07700 900-123", "AB12 CDE"]) });
  assert.ok(found(one, "07700900123"));
  assert.ok(found(one, "900-123"));
  assert.ok(found(one, "ab12cde"));
});

test("the filter leaves what has its state, is mine and is found, in the order given", () => {
  fc.assert(
    fc.property(rows, filters, (all, filter) => {
      const left = chosen(all, filter);
      const expected = all.filter(
        (each) =>
          (filter.status === "aside" ? each.aside : !each.aside) &&
          (["inbox", "aside"].includes(filter.status) || each.status === filter.status) &&
          (!filter.mine || each.assignedTo === "amara") &&
          filter.search.split(" ").every((word) => each.words.includes(word)),
      );
      assert.deepEqual(left, expected);
    }),
  );
});

test("counts tell what choosing each state would show", () => {
  fc.assert(
    fc.property(rows, filters, (all, filter) => {
      const { counts } = sorted(all, filter);
      for (const status of ["inbox", "new", "waiting", "answered", "aside"] as const) {
        assert.equal(counts[status], chosen(all, { ...filter, status }).length);
      }
    }),
  );
});

test("an empty filter leaves everything", () => {
  const all = [row("3"), row("2", { status: "answered" }), row("1", { assignedTo: "bea" })];
  assert.deepEqual(chosen(all, EVERYTHING), all);
});

test("the searched text of a row has a bound, and whether it was reached is known", () => {
  const one = row("1");
  const messages = Array.from({ length: 60 }, () => ({
    report: "1",
    text: "\ufdfa".repeat(20_000),
  }));
  assert.ok(!listing.isSearchedInPart([one]));
  finished(listing.addMessages([one], messages));
  const longest = 2 * 3 * 20_000 + 2;
  assert.ok(one.words.length < listing.MOST_OF_ROW + longest, `${one.words.length}`);
  assert.ok(listing.isSearchedInPart([one]));
});

test("a syllable of Korean is folded whole", () => {
  const text = "한국".repeat(5_000);
  assert.equal(fold(text), text.normalize("NFKD"));
});

test("where a search finds nothing, the advice names only what may hold more", () => {
  const none = { inbox: 0, new: 0, waiting: 0, answered: 0, aside: 0 };
  const advised = (
    status: listing.Filter["status"],
    changes: { mine?: boolean; inbox?: number } = {},
  ) =>
    listing.wider(
      { status, mine: changes.mine ?? false, search: "x" },
      { ...none, inbox: changes.inbox ?? 0 },
    );
  assert.equal(advised("aside"), null);
  assert.equal(advised("inbox"), null);
  assert.equal(advised("new"), null);
  assert.equal(advised("new", { inbox: 2 }), "inbox");
  assert.equal(advised("new", { inbox: 2, mine: true }), "inbox");
  assert.equal(advised("aside", { mine: true }), "everyone");
  assert.equal(advised("inbox", { mine: true }), "everyone");
});
