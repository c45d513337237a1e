/** Members: sealed settings, what they see of the feed, and the result of a check. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { keysOf } from "../members/keys.ts";
import { whyNotReadable, wordsOf } from "../members/kinds.ts";
import { outcomeOf } from "../members/outcome.ts";
import { profileAt, SITES } from "../members/profiles.ts";
import { reason } from "../members/reason.ts";
import { openSettings, sealSettings } from "../members/settings.ts";
import { openWallet, sealWallet } from "../members/wallet.ts";
import {
  isFor,
  languageName,
  newestFirst,
  textFor,
  type Warning,
  warningsIn,
} from "../members/warning.ts";
import type { CheckError } from "../oblivious/errors.ts";
import { normalise, PLATFORM_NAMES } from "../oblivious/normalise/index.ts";
import { b64u, fromB64u } from "../sealing/bytes.ts";
import { generatePrivateKey } from "../sealing/keys.ts";
import { listed, SHIPPED } from "./places.ts";

const { examples: EXAMPLES } = listed("london");
const MEMBER = "5f0c8a4e-6d0b-4f1e-9a57-0f6f2d1c3b4a";
const OTHER = "0d9a3f3e-51c4-4a0c-8a53-7f0d2b9f6a11";

const code = fc.stringMatching(/^[A-Z0-9]{1,9}$/);
const PLAIN = { noNullPrototype: true };
const key = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => b64u(bytes));
const pins = fc.record({ release: key, log: key }, PLAIN);
const settings = fc.record(
  { areas: fc.array(code, { maxLength: 40 }), pins: fc.option(pins) },
  PLAIN,
);

test("every way in which a check can fail has a text of its own", () => {
  const page = readFileSync(new URL("../../docs/check.md", import.meta.url), "utf8");
  const [, listed = ""] = page.split("### What a browser verifies, and what it says\n");
  const lines = listed.split("\n").filter((line) => /^\d\. /.test(line));
  const codes = lines.flatMap((line) => [...line.matchAll(/`([a-z-]+)`/g)].map(([, each]) => each));
  const told = codes.map((each = "") => reason(each).what);
  assert.ok(codes.length > 12);
  assert.equal(new Set([...told, reason("anything else").what]).size, codes.length + 1);
});

for (const list of SHIPPED) {
  test(`${list}: each kind shows examples of what to type, which can be checked`, () => {
    const { examples, telephone_region } = listed(list);
    for (const kind of ["tel", "email", "plate", "handle"]) {
      const [, shown = ""] = wordsOf(kind, examples).hint.split("For example: ");
      for (const typed of shown.split(" or "))
        assert.equal(normalise(kind, typed, telephone_region).kind, kind);
    }
  });
}

test("each site that can be checked can be chosen, and its hint shows what is read there", () => {
  assert.deepEqual(Object.keys(SITES).sort(), [...PLATFORM_NAMES].sort());
  const { examples, telephone_region } = listed("london");
  for (const site of Object.keys(SITES)) {
    const [, shown = ""] = wordsOf("handle", examples, site).hint.split("For example: ");
    for (const typed of shown.split(" or ")) {
      const { canonical } = normalise("handle", profileAt(site, typed), telephone_region);
      assert.match(canonical, new RegExp(`^${site}:(somebody|123456789)$`));
    }
  }
});

test("a name alone belongs to the site that is chosen, an address to its own", () => {
  const read = (site: string, typed: string) =>
    normalise("handle", profileAt(site, typed), "GB").canonical;
  assert.equal(read("instagram", "@dan_london"), "instagram:dan_london");
  assert.equal(read("instagram", " dan.london "), "instagram:dan.london");
  assert.equal(read("instagram", "tiktok.com/@dan_london"), "tiktok:dan_london");
  assert.equal(read("instagram", "telegram:dan_london"), "telegram:dan_london");
  assert.throws(() => read("", "@dan_london"));
});

test("an unknown site is answered with the known ones, and that WhatsApp's names are numbers", () => {
  for (const [typed, expected] of [
    ["whatsapp:+447700900123", "phone-number"],
    ["https://example.com/anna", "unknown-platform"],
    ["nowhere @anna", "unknown-platform"],
  ] as const) {
    assert.throws(
      () => normalise("handle", typed, "GB"),
      ({ code }: CheckError) => code === expected,
    );
    assert.ok(whyNotReadable({ code: expected, sites: [] }, "handle", EXAMPLES).includes("Phone"));
  }
  const told = whyNotReadable(
    { code: "unknown-platform", sites: PLATFORM_NAMES },
    "handle",
    EXAMPLES,
  );
  for (const name of PLATFORM_NAMES)
    assert.equal(normalise("handle", `${name}:anna`, "GB").kind, "handle");
  assert.ok(told.includes(PLATFORM_NAMES.join(", ")) && told.includes("WhatsApp"));
});

test("settings open as they were sealed", async () => {
  const keys = await keysOf(MEMBER, generatePrivateKey());
  await fc.assert(
    fc.asyncProperty(settings, async (given) => {
      assert.deepEqual(await openSettings(await sealSettings(given, keys), keys), given);
    }),
    { numRuns: 50 },
  );
});

test("sealed settings have one length, whatever is chosen, that the server takes", async () => {
  const keys = await keysOf(MEMBER, generatePrivateKey());
  const all = Array.from({ length: 34 }, (_, index) => `E0900${index + 1000}`);
  const pins = { release: b64u(new Uint8Array(32)), log: b64u(new Uint8Array(32)) };
  const few = await sealSettings({ areas: [], pins: null }, keys);
  const many = await sealSettings({ areas: all, pins }, keys);
  assert.equal(few.length, many.length);
  assert.ok(fromB64u(many).length <= 8 * 1024);
});

test("settings of another member or under another key do not open", async () => {
  const privateKey = generatePrivateKey();
  const sealed = await sealSettings({ areas: [], pins: null }, await keysOf(MEMBER, privateKey));
  const others = [await keysOf(OTHER, privateKey), await keysOf(MEMBER, generatePrivateKey())];
  for (const keys of others) {
    await assert.rejects(openSettings(sealed, keys), { code: "will-not-open" });
  }
});

test("a member's keys cannot be read out, and follow from the private key alone", async () => {
  const privateKey = generatePrivateKey();
  const [keys, again] = [await keysOf(MEMBER, privateKey), await keysOf(MEMBER, privateKey)];
  assert.equal(keys.settings.extractable, false);
  assert.equal(keys.tokens.extractable, false);
  const sealed = await sealSettings({ areas: ["E09000007"], pins: null }, keys);
  assert.deepEqual((await openSettings(sealed, again)).areas, ["E09000007"]);
});

const TOKEN_KEY = "A".repeat(43);

const token = (day: string, nonce: number) => ({
  day,
  key: TOKEN_KEY,
  nonce: new Uint8Array(32).fill(nonce),
  output: new Uint8Array(64).fill(nonce + 100),
});

test("a stored wallet opens as it was sealed, and its length does not tell what is left", async () => {
  const keys = await keysOf(MEMBER, generatePrivateKey());
  const day = "2026-11-24";
  const sizes = new Set<number>();
  for (const count of [0, 1, 29, 30]) {
    const unspent = Array.from({ length: count }, (_, index) => token(day, index));
    const wallet = { day, key: TOKEN_KEY, unspent, again: count === 29 };
    const sealed = await sealWallet(wallet, keys);
    sizes.add(sealed.length);
    assert.deepEqual(await openWallet(sealed, keys), wallet);
  }
  assert.equal(sizes.size, 1);
});

test("another member's wallet does not open", async () => {
  const keys = await keysOf(MEMBER, generatePrivateKey());
  const wallet = { day: "2026-11-24", key: TOKEN_KEY, unspent: [], again: false };
  const sealed = await sealWallet(wallet, keys);
  const other = await keysOf(OTHER, generatePrivateKey());
  await assert.rejects(openWallet(sealed, other), { code: "will-not-open" });
});

const warning = (reference: string, changes: Partial<Warning> = {}): Warning => ({
  reference,
  kind: "robbery",
  areas: ["E09000007"],
  months: { from: "2026-09", to: "2026-10" },
  original: "ro",
  texts: { ro: "Text", en: "Text in English" },
  project: "Willow",
  four_eyes: true,
  published_on: "2026-11-03",
  review_on: "2027-02-01",
  ...changes,
});

test("a text is shown in the page's language, else a wider one, else as it was written", () => {
  const texts = { ro: "Atenție", en: "Watch out", pt: "Cuidado" };
  assert.deepEqual(textFor({ texts, original: "ro" }, "en"), { text: "Watch out", language: "en" });
  assert.deepEqual(textFor({ texts, original: "ro" }, "pt-br"), {
    text: "Cuidado",
    language: "pt",
  });
  assert.deepEqual(textFor({ texts, original: "ro" }, "fr"), { text: "Atenție", language: "ro" });
});

test("a language has its name, and a code that the browser refuses stands for itself", () => {
  assert.equal(languageName("pt-br", "en"), "Brazilian Portuguese");
  assert.equal(languageName("en-a1b", "en"), "en-a1b");
});

test("without chosen areas all warnings are shown, with some only those", () => {
  assert.ok(isFor({ areas: ["E09000007"] }, []));
  assert.ok(isFor({ areas: ["E09000007", "E09000030"] }, ["E09000030"]));
  assert.ok(!isFor({ areas: ["E09000007"] }, ["E09000030"]));
});

test("the newest warning comes first", () => {
  const days = ["2026-11-01", "2026-11-20", "2026-10-31"];
  const sorted = newestFirst(days.map((published_on) => warning("0a", { published_on })));
  assert.deepEqual(
    sorted.map((each) => each.published_on),
    ["2026-11-20", "2026-11-01", "2026-10-31"],
  );
});

const NUMBER = { text: "+447700900124", whole: true };
const reference = fc.stringMatching(/^[0-9a-f]{14}$/);
const label = fc.record({ kind: fc.constantFrom("robbery", "threats"), reference });

test("“nothing found” is shown only if no record was found", () => {
  fc.assert(
    fc.property(fc.array(label), fc.array(reference), fc.boolean(), (labels, known, loaded) => {
      const texts = { standing: known.map((each) => warning(each)), released: new Set(known) };
      const { is } = outcomeOf(labels, loaded ? texts : null, NUMBER);
      assert.equal(is === "nothing", labels.length === 0);
    }),
  );
});

test("a warning named by several records is shown once", () => {
  const texts = { standing: [warning("0a"), warning("0b")], released: new Set(["0a", "0b"]) };
  const labels = ["0a", "0b", "0a"].map((each) => ({ kind: "robbery", reference: each }));
  const outcome = outcomeOf(labels, texts, NUMBER);
  assert.deepEqual(outcome, { is: "found", warnings: texts.standing, withoutText: [] });
});

test("a warning that the release names and the feed has not was taken back", () => {
  const texts = { standing: [], released: new Set(["0a"]) };
  assert.deepEqual(outcomeOf([{ kind: "robbery", reference: "0a" }], texts, NUMBER), {
    is: "taken-back",
  });
});

test("a warning whose text is not known is still shown, by its kind", () => {
  const labels = [{ kind: "robbery", reference: "0a" }];
  const shown = { is: "found", warnings: [], withoutText: ["robbery"] };
  assert.deepEqual(outcomeOf(labels, null, NUMBER), shown);
  assert.deepEqual(outcomeOf(labels, { standing: [], released: new Set() }, NUMBER), shown);
});

test("a warning that cannot be read hides none beside it, and is counted", () => {
  const good = {
    reference: "0123456789abcd",
    kind: "robbery",
    areas: ["E09000012"],
    months: { from: "2026-10", to: "2026-11" },
    original: "en",
    texts: { en: "Mind." },
    project: "Willow",
    four_eyes: true,
    published_on: "2026-11-24",
    review_on: "2027-02-01",
  };
  const bad = [null, 7, [], { ...good, areas: { some: 1 } }, { ...good, texts: { toString: "x" } }];
  assert.deepEqual(warningsIn([...bad, good]), { all: [good], unread: bad.length });
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), (any) => {
      const { all, unread } = warningsIn([...any, good]);
      assert.equal(all.length + unread, any.length + 1);
      assert.doesNotThrow(() => newestFirst(all).filter((each) => isFor(each, ["outside"])));
    }),
  );
});
