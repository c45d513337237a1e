/** Checks against both sites: what they find, what they ask, and every way in which they fail. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Checker } from "../oblivious/client.ts";
import type { CheckError } from "../oblivious/errors.ts";
import { type EpochAnswer, insertedEntries } from "../oblivious/inserting.ts";
import { canonicalJson } from "../oblivious/json.ts";
import type { Identifier } from "../oblivious/normalise/index.ts";
import { findLabels, type Label } from "../oblivious/record.ts";
import { Unreachable } from "../oblivious/site.ts";
import type { Token } from "../oblivious/tokens.ts";
import { caseworkerIssuer, memberIssuer, Wallet } from "../oblivious/wallet.ts";
import { b64u, fromB64u, sha256, utf8 } from "../sealing/bytes.ts";
import {
  ADDRESSES,
  type Call,
  checkRefusal,
  DAY,
  keyPair,
  type Meddling,
  NOON,
  refusal,
  Sites,
  signed,
} from "./oblivious_sites.ts";
import { changed } from "./shared.ts";

const NAMED: Identifier = { kind: "tel", canonical: "+447700900123" };
const UNKNOWN: Identifier = { kind: "tel", canonical: "+447700900124" };
const LABEL: Label = { kind: 3, reference: "9b323ac56dfaab" };
const REFUSED_TO_ISSUE = Object.assign(new Error(), { code: "tokens-issued" });

const secret = await crypto.subtle.importKey("raw", new Uint8Array(32), "HKDF", false, [
  "deriveBits",
]);

/** Sites with one release that names one identifier. */
async function published(more: Parameters<Sites["publish"]>[1] = {}): Promise<Sites> {
  const sites = new Sites(TOKEN_KEY);
  await sites.publish([[NAMED, LABEL]], more);
  return sites;
}

/** Tokens issued once for all tests, because issuing takes the longest. */
const TOKEN_KEY = keyPair();
const issuing = new Sites(TOKEN_KEY);
const TOKENS = await memberIssuer(secret, async (blinded) => issuing.issue(blinded))({
  day: DAY,
  publicKey: TOKEN_KEY.publicKey,
});

/** A wallet that already has its tokens. */
function keptWallet(): Wallet {
  return new Wallet(async () => [], TOKENS);
}

function walletAt(sites: Sites): Wallet {
  return new Wallet(memberIssuer(secret, async (blinded) => sites.issue(blinded)));
}

function checkerAt(
  sites: Sites,
  { named = sites.pins, wallet = keptWallet(), now = () => NOON } = {},
) {
  return new Checker({
    ...ADDRESSES,
    pins: { kept: sites.pins, named },
    wallet,
    fetch: sites.fetch,
    now,
  });
}

const evaluating = ({ path }: Call) => path === "/check/evaluate";
const callsTo = (sites: Sites, path: string) => sites.calls.filter((call) => call.path === path);
const bodies = (calls: Call[]) => calls.map(({ request }) => JSON.parse(String(request.body)));

/** Changes the answers to one path: of one site if `site` is given, otherwise of both. */
function at(path: string, change: Meddling, site?: string): Meddling {
  return (call, answer) => {
    const meant = call.path === path && (!site || call.site === site);
    return meant ? change(call, answer) : answer;
  };
}

/** Gives no answer, and fails when the caller stops waiting; calls `asked` when the call comes. */
function unanswered({ request }: Call, asked: () => void): Promise<never> {
  return new Promise((_, reject) => {
    request.signal?.addEventListener("abort", () => reject(new Error("Nobody waits.")));
    asked();
  });
}

describe("a check", () => {
  test("finds what is named, and nothing of what is not", async () => {
    const sites = await published();
    const checker = checkerAt(sites);
    assert.deepEqual((await checker.check(NAMED)).labels, [LABEL]);
    assert.deepEqual((await checker.check(UNKNOWN)).labels, []);
    assert.equal((await checker.check(NAMED)).release.number, 7);
  });

  test("finds it in a release of many buckets, of which one is asked for, hit or miss", async () => {
    const sites = await published({ count: 23, size: 1_000 });
    const checker = checkerAt(sites);
    await checker.prepare();
    assert.ok(!sites.calls.some(({ path }) => path.startsWith("/check/release/")));
    for (const [identifier, labels] of [
      [NAMED, [LABEL]],
      [UNKNOWN, []],
      [UNKNOWN, []],
    ] as const) {
      sites.calls.length = 0;
      assert.deepEqual((await checker.check(identifier)).labels, labels);
      const paths = sites.calls.map(({ path }) => path.replace(/\d+$/, "INDEX"));
      assert.deepEqual(paths, ["/check/evaluate", "/check/evaluate", "/check/release/7/INDEX"]);
    }
  });

  test("asks for the one bucket of a small release once, while it is the same", async () => {
    const sites = await published();
    let now = NOON;
    const checker = checkerAt(sites, { now: () => now });
    await checker.check(UNKNOWN);
    now = new Date(NOON.getTime() + 11 * 60_000);
    await checker.check(UNKNOWN);
    assert.equal(callsTo(sites, "/check/release").length, 2);
    assert.equal(callsTo(sites, "/check/release/7/0").length, 1);
    await sites.publish([[UNKNOWN, LABEL]], { number: 8 });
    assert.deepEqual((await checker.check(UNKNOWN)).labels, []);
    now = new Date(NOON.getTime() + 22 * 60_000);
    assert.deepEqual((await checker.check(UNKNOWN)).labels, [LABEL]);
    assert.equal(callsTo(sites, "/check/release/8/0").length, 1);
  });

  test("asks again where the device's clock was set back", async () => {
    const sites = await published();
    let now = NOON;
    const checker = checkerAt(sites, { now: () => now });
    await checker.prepare();
    now = new Date(NOON.getTime() - 11 * 60_000);
    await checker.prepare();
    assert.equal(callsTo(sites, "/check/release").length, 2);
  });

  test("waits for all its calls together no longer than until its end, and says for whom", async () => {
    const sites = await published();
    const checker = checkerAt(sites);
    await checker.prepare();
    for (const path of ["/check/evaluate", "/check/keys"]) {
      const ending = new AbortController();
      sites.meddle = at(path, (call) => unanswered(call, () => ending.abort()), "keyholder");
      await assert.rejects(checkerAt(sites).check(NAMED, ending.signal), {
        code: "unreachable",
        evaluator: "keyholder",
      });
      const asked = sites.calls.length;
      await assert.rejects(checkerAt(sites).prepare(ending.signal), { code: "unreachable" });
      assert.equal(sites.calls.length, asked);
    }
    sites.meddle = (_, answer) => answer;
    assert.deepEqual((await checker.check(NAMED)).labels, [LABEL]);
  });

  test("tokens are drawn in no order that tells which was issued first", async () => {
    const wallet = keptWallet();
    await wallet.open({ day: DAY, publicKey: TOKEN_KEY.publicKey });
    const drawn = [];
    for (let count = 0; count < 30; count++) drawn.push(...(await wallet.draw(1)));
    // There are 30! orders, so a random draw practically never gives one of these two.
    for (const order of [TOKENS, [...TOKENS].reverse()]) assert.notDeepEqual(drawn, order);
    const sorted = (tokens: readonly Token[]) => tokens.map(({ nonce }) => b64u(nonce)).sort();
    assert.deepEqual(sorted(drawn), sorted(TOKENS));
  });

  test("sends no cookie, no referrer, and nothing that a browser would ask leave for", async () => {
    const sites = await published();
    await checkerAt(sites).check(NAMED);
    assert.ok(sites.calls.length > 0);
    for (const { request } of sites.calls) {
      assert.equal(request.credentials, "omit");
      assert.equal(request.referrerPolicy, "no-referrer");
      assert.equal(request.cache, "no-store");
      assert.equal(request.redirect, "error");
      assert.equal(request.headers, undefined);
      assert.ok(request.body === undefined || typeof request.body === "string");
    }
  });

  test("shows the sites nothing of the identifier, and another element each time", async () => {
    const sites = await published();
    const checker = checkerAt(sites);
    await checker.check(NAMED);
    await checker.check(NAMED);
    const [one, , other] = bodies(sites.calls.filter(evaluating));
    assert.notDeepEqual(one.elements, other.elements);
    assert.notEqual(one.tokens[0].nonce, other.tokens[0].nonce);
    assert.ok(!JSON.stringify([one, other]).includes("7700900123"));
  });

  test("takes one token, the same at both", async () => {
    const sites = await published();
    const wallet = walletAt(sites);
    const checker = checkerAt(sites, { wallet });
    await checker.prepare();
    assert.equal(wallet.unspent.length, 30);
    await checker.check(NAMED);
    assert.equal(wallet.unspent.length, 29);
    assert.deepEqual([...sites.spent.platform], [...sites.spent.keyholder]);
    assert.equal(sites.spent.platform.size, 1);
  });

  test("is made thirty times a day, and then refused", async () => {
    const sites = await published();
    const checker = checkerAt(sites);
    for (let times = 0; times < 30; times++) await checker.check(UNKNOWN);
    await assert.rejects(checker.check(UNKNOWN), checkRefusal("quota"));
    assert.equal(sites.spent.platform.size, 30);
  });

  test("takes another token where another device has spent one", async () => {
    const sites = await published();
    const [one, other] = [checkerAt(sites), checkerAt(sites)];
    for (let times = 0; times < 15; times++) {
      assert.deepEqual((await one.check(NAMED)).labels, [LABEL]);
      assert.deepEqual((await other.check(UNKNOWN)).labels, []);
    }
    assert.equal(sites.spent.platform.size, 30);
    await assert.rejects(one.check(NAMED), checkRefusal("quota"));
  });

  test("is one at a time, however often it is asked for", async () => {
    const sites = await published();
    const checker = checkerAt(sites);
    const all = await Promise.all([NAMED, UNKNOWN, NAMED].map((each) => checker.check(each)));
    assert.deepEqual(
      all.map(({ labels }) => labels.length),
      [1, 0, 1],
    );
    assert.equal(sites.spent.platform.size, 3);
    assert.equal(callsTo(sites, "/check/release").length, 1);
  });

  test("waits for the one before, however long that takes", async () => {
    const sites = await published();
    const wallet = keptWallet();
    const checker = checkerAt(sites, { wallet });
    let answerFirst = () => {};
    const asked = new Promise<void>((resolve) => {
      const hold: Meddling = (_, answer) =>
        new Promise((goOn) => {
          answerFirst = () => goOn(answer);
          resolve();
        });
      sites.meddle = at("/check/evaluate", hold, "platform");
    });
    const first = checker.check(NAMED);
    await asked;
    sites.meddle = (_, answer) => answer;
    const second = checker.check(UNKNOWN);
    await checker.prepare();
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(wallet.unspent.length, 29);
    answerFirst();
    assert.deepEqual((await first).labels, [LABEL]);
    assert.deepEqual((await second).labels, []);
  });

  test("goes on with the new release when the keys or the day changed meanwhile", async () => {
    const sites = await published();
    const checker = checkerAt(sites, { wallet: walletAt(sites) });
    await checker.check(NAMED);
    Object.assign(sites.keys, { platform: keyPair() });
    await sites.publish([[NAMED, LABEL]], { number: 8 });
    assert.equal((await checker.check(NAMED)).release.number, 8);
    sites.day = "2026-11-25";
    assert.deepEqual((await checker.check(NAMED)).labels, [LABEL]);
    assert.equal(bodies(callsTo(sites, "/check/evaluate")).pop().tokens[0].day, "2026-11-25");
  });

  test("goes on with new tokens when the day's token key was changed meanwhile", async () => {
    const sites = await published();
    const checker = checkerAt(sites, { wallet: walletAt(sites) });
    await checker.check(UNKNOWN);
    sites.tokenKey = keyPair();
    const { labels } = await checker.check(NAMED);
    assert.deepEqual(labels, [LABEL]);
  });

  test("goes on with the new release when its bucket is gone", async () => {
    const sites = await published({ count: 2, size: 1_000 });
    const checker = checkerAt(sites);
    await checker.prepare();
    await sites.publish([[NAMED, LABEL]], { number: 8, count: 2, size: 1_000 });
    const { labels, release } = await checker.check(NAMED);
    assert.deepEqual([labels, release.number], [[LABEL], 8]);
    assert.equal(sites.spent.platform.size, 1);
  });
});

describe("after a failure", () => {
  for (const [site, path] of [
    ["platform", "/check/evaluate"],
    ["keyholder", "/check/evaluate"],
    ["platform", "/check/release/7/"],
  ] as const) {
    test(`of ${path} at the ${site}, the same token and element are sent again`, async () => {
      const sites = await published({ count: 2, size: 1_000 });
      const wallet = keptWallet();
      const checker = checkerAt(sites, { wallet });
      sites.meddle = (call, answer) =>
        call.site === site && call.path.startsWith(path) ? null : answer;
      const failed = await checker.check(NAMED).then(
        () => assert.fail("it was answered"),
        (error: CheckError) => error,
      );
      assert.ok(failed instanceof Unreachable);
      assert.deepEqual([failed.code, failed.evaluator], ["unreachable", site]);
      sites.meddle = (_, answer) => answer;
      assert.deepEqual((await checker.check(NAMED)).labels, [LABEL]);
      const sent = bodies(callsTo(sites, "/check/evaluate")).map((body) => [
        body.elements[0],
        body.tokens[0].nonce,
      ]);
      assert.equal(new Set(sent.map(String)).size, 1);
      assert.equal(sites.spent.platform.size, 1);
      assert.equal(wallet.unspent.length, 29);
    });
  }

  test("another identifier is sent with another token", async () => {
    const sites = await published();
    const checker = checkerAt(sites);
    sites.meddle = at("/check/evaluate", () => null, "keyholder");
    await assert.rejects(checker.check(NAMED), checkRefusal("unreachable"));
    sites.meddle = (_, answer) => answer;
    assert.deepEqual((await checker.check(UNKNOWN)).labels, []);
    const nonces = bodies(callsTo(sites, "/check/evaluate")).map(({ tokens }) => tokens[0].nonce);
    assert.equal(new Set(nonces).size, 2);
  });

  test("of preparing, it is tried again", async () => {
    const sites = await published();
    const checker = checkerAt(sites);
    sites.meddle = at("/check/log", () => null);
    await assert.rejects(checker.prepare(), checkRefusal("unreachable"));
    sites.meddle = (_, answer) => answer;
    assert.equal((await checker.prepare()).number, 7);
  });
});

type Change = (sites: Sites) => void | Promise<void>;

const json =
  (of: (sites: Sites) => unknown): ((sites: Sites) => Meddling) =>
  (sites) =>
  async () => ({ json: await of(sites) });

const answering =
  (path: string, of: (sites: Sites) => unknown, site?: string): Change =>
  (sites) => {
    sites.meddle = at(path, json(of)(sites), site);
  };

/** Changes fields of a site's answer. */
const changing =
  (path: string, change: (members: Record<string, string>) => object, site?: string): Change =>
  (sites) => {
    sites.meddle = at(
      path,
      (_, { status, json }) => {
        if (status) return { status, json };
        const members = json as Record<string, string>;
        return { json: { ...members, ...change(members) } };
      },
      site,
    );
  };

const turned = (text: string, index = 7) => b64u(changed(fromB64u(text), index));
const release = (of: (sites: Sites) => unknown) => answering("/check/release", of);
const log = (of: (sites: Sites) => unknown) => answering("/check/log", of);

const FORGED: [what: string, code: string, change: Change][] = [
  [
    "a manifest with a bit turned",
    "release-signature",
    changing("/check/release", ({ manifest = "" }) => ({ manifest: turned(manifest) })),
  ],
  [
    "a signature with a bit turned",
    "release-signature",
    changing("/check/release", ({ signature = "" }) => ({ signature: turned(signature) })),
  ],
  [
    "a manifest signed by another key",
    "release-signature",
    release(async (sites) => {
      const { text, signature } = signed(new Uint8Array(32), "release", sites.released.manifest);
      return { ...(await sites.releaseAnswer()), manifest: text, signature };
    }),
  ],
  [
    "a manifest signed for the log",
    "release-signature",
    release(async (sites) => {
      const { text, signature } = signed(sites.releaseSeed, "log", sites.released.manifest);
      return { ...(await sites.releaseAnswer()), manifest: text, signature };
    }),
  ],
  [
    "a manifest that is no base64",
    "release-signature",
    changing("/check/release", () => ({ manifest: "?" })),
  ],
  [
    "an entry shown by the platform that another key signed",
    "log-signature",
    release(async (sites) => {
      const entry = JSON.parse(atobUrl((await sites.logAnswer()).entry));
      const { text, signature } = signed(new Uint8Array(32), "log", entry);
      return { ...(await sites.releaseAnswer()), entry: { entry: text, signature } };
    }),
  ],
  [
    "an entry of the key holder's with a bit turned",
    "log-signature",
    changing("/check/log", ({ entry = "" }) => ({ entry: turned(entry) })),
  ],
  [
    "a manifest of another version",
    "wrong-manifest",
    release((sites) => sites.releaseAnswer({ v: 2 })),
  ],
  [
    "buckets so small that they tell",
    "wrong-manifest",
    release((sites) => {
      const { root } = sites.released.manifest.buckets as { root: string };
      return sites.releaseAnswer({ buckets: { count: 2, records: 999, root } });
    }),
  ],
  ["an entry of another version", "wrong-entry", log((sites) => sites.logAnswer({ v: 2 }))],
  [
    "a record dropped from a release that the key holder logged",
    "log-differs",
    async (sites) => {
      const logged = await sites.logAnswer();
      await sites.publish([]);
      const answer = { ...(await sites.releaseAnswer()), entry: logged };
      sites.meddle = (call, given) => {
        if (call.path === "/check/release") return { json: answer };
        return call.path === "/check/log" ? { json: logged } : given;
      };
    },
  ],
  [
    "a release that the platform shows with an entry of its own, not the key holder's last",
    "log-differs",
    log((sites) => sites.logAnswer({ release: b64u(new Uint8Array(32)) })),
  ],
  [
    "an entry of another release, shown although the key holder's last is the right one",
    "log-differs",
    release(async (sites) => ({
      ...(await sites.releaseAnswer()),
      entry: await sites.logAnswer({ number: 6 }),
    })),
  ],
  ["a log that is behind", "log-differs", log((sites) => sites.logAnswer({ number: 6 }))],
  [
    "an entry of another day",
    "log-differs",
    log((sites) => sites.logAnswer({ day: "2026-11-23" })),
  ],
  [
    "an entry with another key of the key holder",
    "log-differs",
    log((sites) => sites.logAnswer({ public_key: b64u(keyPair().publicKey) })),
  ],
  [
    "a log with nothing in it",
    "log-differs",
    (sites) => {
      sites.meddle = at("/check/log", () => refusal(404, "no-release"));
    },
  ],
  ["a later release in the log", "log-ahead", log((sites) => sites.logAnswer({ number: 8 }))],
  [
    "a release of four days ago",
    "stale",
    (sites) => sites.publish([[NAMED, LABEL]], { day: "2026-11-20" }),
  ],
  [
    "a release of the day after tomorrow",
    "stale",
    (sites) => sites.publish([[NAMED, LABEL]], { day: "2026-11-26" }),
  ],
  [
    "a platform that names another evaluation key than its manifest",
    "keys-differ",
    (sites) => {
      Object.assign(sites.keys, { platform: keyPair() });
    },
  ],
  [
    "a key holder that does not name its key of the manifest",
    "keys-differ",
    changing("/check/keys", () => ({ evaluation: [] }), "keyholder"),
  ],
  [
    "a token key for this member alone",
    "keys-differ",
    changing(
      "/check/keys",
      () => ({ token: { day: DAY, public_key: b64u(keyPair().publicKey) } }),
      "platform",
    ),
  ],
  [
    "evaluators on different days",
    "day-differs",
    changing(
      "/check/keys",
      ({ token }) => ({ token: { ...(token as unknown as object), day: "2026-11-25" } }),
      "keyholder",
    ),
  ],
  ...(["platform", "keyholder"] as const).flatMap((site): typeof FORGED => [
    [
      `a proof of the ${site}'s with a bit turned`,
      "wrong-proof",
      changing("/check/evaluate", ({ proof = "" }) => ({ proof: turned(proof) }), site),
    ],
    [
      `an evaluation by another key at the ${site}`,
      "wrong-proof",
      (sites) => {
        const evil = new Sites();
        sites.meddle = at(
          "/check/evaluate",
          ({ request }) => {
            const { elements } = JSON.parse(String(request.body));
            return { json: evil.issue(elements) };
          },
          site,
        );
      },
    ],
    [
      `no elements from the ${site}`,
      "wrong-proof",
      changing("/check/evaluate", () => ({ evaluated: [] }), site),
    ],
    [
      `a quota that the ${site} says is spent, whatever is sent`,
      "quota",
      (sites) => {
        sites.meddle = at("/check/evaluate", () => refusal(409, "token-spent"), site);
      },
    ],
    [
      `a token that the ${site} calls wrong`,
      "token-wrong",
      (sites) => {
        sites.meddle = at("/check/evaluate", () => refusal(422, "token-wrong"), site);
      },
    ],
    [
      `a key that the ${site} names and then has not`,
      "no-such-key",
      (sites) => {
        sites.meddle = at("/check/evaluate", () => refusal(404, "no-such-key"), site);
      },
    ],
    ...["/check/keys", "/check/evaluate"].flatMap((path): typeof FORGED => [
      [`no answer to ${path} from the ${site}`, "unreachable", unreachable(path, () => null, site)],
      [
        `a fault at ${path} of the ${site}`,
        "unreachable",
        unreachable(path, () => refusal(500, "fault"), site),
      ],
      [
        `a page instead of ${path} from the ${site}`,
        "unreachable",
        unreachable(path, () => ({ bytes: utf8("<!doctype html>") }), site),
      ],
      [
        `a log-in page instead of ${path} from the ${site}`,
        "unreachable",
        unreachable(path, () => ({ status: 511, bytes: utf8("<!doctype html>") }), site),
      ],
      [
        `another answer to ${path} from the ${site}`,
        "unreachable",
        unreachable(path, () => ({ json: [] }), site),
      ],
    ]),
  ]),
  ["no release", "no-release", unreachable("/check/release", () => refusal(404, "no-release"))],
  [
    "a bucket with a bit turned",
    "wrong-bucket",
    (sites) => {
      sites.meddle = at("/check/release/7/0", (_, { bytes }) =>
        bytes ? { bytes: changed(bytes, 100) } : null,
      );
    },
  ],
  [
    "a bucket without its last record",
    "wrong-bucket",
    (sites) => {
      sites.meddle = at("/check/release/7/0", (_, { bytes }) =>
        bytes ? { bytes: bytes.slice(0, -44) } : null,
      );
    },
  ],
  [
    "an empty bucket",
    "wrong-bucket",
    unreachable("/check/release/7/0", () => ({ bytes: utf8("") })),
  ],
];

function unreachable(path: string, answer: Meddling, site?: string): Change {
  return (sites) => {
    sites.meddle = at(path, answer, site);
  };
}

function atobUrl(text: string): string {
  return new TextDecoder().decode(fromB64u(text));
}

describe("a check fails, and never says that there is nothing, with", () => {
  for (const [what, code, change] of FORGED) {
    test(what, async () => {
      const sites = await published();
      await change(sites);
      for (const identifier of [UNKNOWN, NAMED]) {
        await assert.rejects(checkerAt(sites).check(identifier), checkRefusal(code));
      }
    });
  }

  test("tokens of another key than both evaluators name", async () => {
    const sites = await published();
    sites.issue = (blinded) => new Sites().issue(blinded);
    const checker = checkerAt(sites, { wallet: walletAt(sites) });
    await assert.rejects(checker.check(NAMED), checkRefusal("keys-differ"));
  });

  for (const pin of ["release", "log"] as const) {
    test(`another ${pin} key named by the page than was kept`, async () => {
      const sites = await published();
      const named = { ...sites.pins, [pin]: keyPair().publicKey };
      await assert.rejects(checkerAt(sites, { named }).check(NAMED), checkRefusal("pins-changed"));
      assert.equal(sites.calls.length, 0);
    });
  }

  test("another bucket of the release than the place's", async () => {
    const sites = await published({ count: 2, size: 1_000 });
    const [first, second] = sites.released.buckets;
    assert.ok(first && second);
    sites.released.buckets = [second, first];
    await assert.rejects(checkerAt(sites).check(NAMED), checkRefusal("wrong-bucket"));
  });

  test("an identifier that is empty or too long", async () => {
    const sites = await published();
    const check = (canonical: string) => checkerAt(sites).check({ kind: "handle", canonical });
    await assert.rejects(check(""), checkRefusal("empty"));
    await assert.rejects(check("a".repeat(513)), checkRefusal("too-long"));
  });
});

test("a release of three days ago, and one of tomorrow, are still taken", async () => {
  for (const day of ["2026-11-21", "2026-11-25"]) {
    const sites = await published({ day });
    assert.equal((await checkerAt(sites).prepare()).day, day);
  }
});

describe("the feed", () => {
  const warning = { reference: LABEL.reference, kind: "robbery", texts: { en: "He took it." } };

  async function withFeed() {
    const hash = b64u(await sha256(utf8(canonicalJson(warning))));
    const texts = utf8(canonicalJson([[warning.reference, hash]]));
    const sites = await published({ texts });
    return { sites, feed: { release: 7, texts: b64u(texts), warnings: [warning] } };
  }

  test("is that of the release, with warnings as they are in it", async () => {
    const { sites, feed } = await withFeed();
    const checker = checkerAt(sites);
    await checker.verifyFeed(feed);
    await checker.verifyFeed({ ...feed, warnings: [] });
    const altered = { ...warning, texts: { en: "He paid." } };
    const forged = [
      { ...feed, warnings: [altered] },
      { ...feed, warnings: [{ ...warning, reference: "00000000000000" }] },
      { ...feed, texts: b64u(utf8("[]")) },
    ];
    for (const each of forged) {
      await assert.rejects(checker.verifyFeed(each), checkRefusal("wrong-texts"));
    }
  });

  test("of a newer release has that release fetched", async () => {
    const { sites, feed } = await withFeed();
    const checker = checkerAt(sites);
    await checker.prepare();
    await sites.publish([], { number: 8, texts: utf8("[]") });
    await checker.verifyFeed({ ...feed, release: 8, texts: b64u(utf8("[]")), warnings: [] });
    assert.equal((await checker.prepare()).number, 8);
  });
});

describe("a caseworker", () => {
  const many = Array.from(
    { length: 33 },
    (_, index): Identifier => ({ kind: "tel", canonical: `+4477009001${10 + index}` }),
  );

  function caseworker(sites: Sites, issued: number[] = []) {
    const wallet = new Wallet(
      caseworkerIssuer(async (number, blinded) => {
        if (issued.includes(number)) throw REFUSED_TO_ISSUE;
        issued.push(number);
        return sites.issue(blinded);
      }),
    );
    const options = { ...ADDRESSES, wallet, fetch: sites.fetch };
    const insert = (identifiers: Identifier[], epochs: EpochAnswer[]) =>
      insertedEntries(options, identifiers, LABEL, epochs);
    return { wallet, insert, issued };
  }

  test("inserts what a member's check then finds", async () => {
    const sites = new Sites();
    const epoch = await sites.epoch();
    const entries = await caseworker(sites).insert([NAMED, UNKNOWN], [epoch]);
    assert.equal(entries.length, 2);
    for (const [index, identifier] of [NAMED, UNKNOWN].entries()) {
      const derived = await sites.derive(identifier);
      const entry = entries[index];
      assert.ok(entry);
      assert.deepEqual([entry.epoch, entry.place], [epoch.id, b64u(derived.placeBytes)]);
      assert.deepEqual(await findLabels(derived, fromB64u(entry.record)), [LABEL]);
    }
  });

  test("inserts more than one call may hold, in every epoch, each with a token", async () => {
    const sites = new Sites();
    const { insert, wallet, issued } = caseworker(sites);
    const epoch = await sites.epoch();
    const entries = await insert(many, [epoch, epoch]);
    assert.equal(entries.length, 66);
    assert.equal(sites.spent.keyholder.size, 66);
    assert.deepEqual(
      bodies(callsTo(sites, "/check/evaluate")).map(({ elements }) => elements.length),
      [32, 32, 1, 1, 32, 32, 1, 1],
    );
    assert.deepEqual([wallet.unspent.length, issued], [34, [0]]);
  });

  test("goes on with the next batch where others were issued, ten times a day", async () => {
    const sites = new Sites();
    const { insert, issued } = caseworker(sites, [0, 1, 2, 3, 4, 5, 6, 7, 8]);
    await insert([NAMED], [await sites.epoch()]);
    assert.equal(issued[issued.length - 1], 9);
    const late = caseworker(sites, issued);
    const refused = late.insert([NAMED], [await sites.epoch()]);
    await assert.rejects(refused, checkRefusal("quota"));
  });

  test("sends the same batch again after a lost answer", async () => {
    const sites = new Sites();
    const sent: string[] = [];
    const wallet = new Wallet(
      caseworkerIssuer(async (number, blinded) => {
        sent.push(`${number} ${blinded}`);
        if (sent.length === 1) throw new Error("The connection failed.");
        return sites.issue(blinded);
      }),
    );
    const day = { day: DAY, publicKey: sites.tokenKey.publicKey };
    await assert.rejects(wallet.open(day));
    await wallet.open(day);
    assert.equal(sent.length, 2);
    assert.equal(sent[0], sent[1]);
  });

  test("goes on with the tokens that were kept, of the same day alone", async () => {
    const sites = new Sites();
    const first = caseworker(sites);
    await first.insert([NAMED], [await sites.epoch()]);
    const none = async () => [];
    const kept = new Wallet(none, first.wallet.unspent);
    const key = { publicKey: sites.tokenKey.publicKey };
    await kept.open({ ...key, day: DAY });
    assert.equal((await kept.draw(99)).length, 99);
    await assert.rejects(kept.draw(1), checkRefusal("quota"));
    const late = new Wallet(none, first.wallet.unspent);
    await late.open({ ...key, day: "2026-11-25" });
    assert.deepEqual([late.day, late.unspent.length], ["2026-11-25", 0]);
  });

  test("is given no tokens where the evaluators name different token keys, or days", async () => {
    const named = [
      ["keys-differ", { day: DAY, public_key: b64u(keyPair().publicKey) }],
      ["day-differs", { day: "2026-11-25", public_key: b64u(TOKEN_KEY.publicKey) }],
    ] as const;
    for (const [code, token] of named) {
      const sites = await published();
      const { insert, issued } = caseworker(sites);
      const change: Meddling = (_, { json }) => ({ json: { ...(json as object), token } });
      sites.meddle = at("/check/keys", change, "keyholder");
      await assert.rejects(insert([NAMED], [await sites.epoch()]), checkRefusal(code));
      assert.deepEqual(issued, []);
    }
  });

  test("inserts nothing into an epoch that the evaluators do not know, or named falsely", async () => {
    const sites = new Sites();
    const [epoch, other] = [await sites.epoch(), await new Sites().epoch()];
    const forged = [
      other,
      { ...epoch, platform: other.platform },
      { ...epoch, keyholder: other.keyholder },
      { ...epoch, id: other.id },
      { ...epoch, platform: { ...epoch.platform, id: other.platform.id } },
    ];
    for (const each of forged) {
      const inserted = caseworker(sites).insert([NAMED], [each]);
      await assert.rejects(inserted, checkRefusal("keys-differ"));
    }
    assert.equal(callsTo(sites, "/check/evaluate").length, 0);
  });
});
