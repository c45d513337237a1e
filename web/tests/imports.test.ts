/** The rooms of web/ import in one direction: pages, then what they share, then sealing. */

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { roomsOf, sourcesIn } from "./rooms.ts";

const WEB = new URL("../", import.meta.url);

/**
 * What the shared rooms may import, in addition to themselves. A room without a name here is a
 * surface: it may import every room named here, but no other surface, and no shared room may import
 * it.
 */
const SHARED: Readonly<Record<string, readonly string[]>> = {
  sealing: [],
  oblivious: ["sealing"],
  ui: [],
  session: ["sealing", "ui"],
  report: ["sealing", "session", "ui"],
  warning: ["oblivious", "ui"],
};

/** The room that starts the pages of all surfaces; nothing imports it. */
const ENTRIES = "entries";

const roomOf = (path: string): string => path.split("/")[0] ?? "";

/** A folder of entries may import from one surface only: it is a bundle of that surface's pages. */
const bundleOf = (path: string): string => path.split("/").slice(1, -1).join("/");

interface Import {
  from: string;
  to: string;
}

const IMPORT = /(?:\bfrom|\bimport|\bimport\()\s*"(\.[^"]+)"/g;

/** Every import of another file of web/, types included. */
function importsIn(web: URL): Import[] {
  return roomsOf(web)
    .flatMap((room) => sourcesIn(web, room))
    .flatMap((from) =>
      [...readFileSync(new URL(from, web), "utf8").matchAll(IMPORT)].map(({ 1: path = "" }) => ({
        from,
        to: new URL(path, new URL(from, web)).href.slice(web.href.length),
      })),
    );
}

/** Why an import is forbidden; null if it is allowed. */
function fault({ from, to }: Import): string | null {
  const [here, there] = [roomOf(from), roomOf(to)];
  if (here === there) return null;
  const allowed = SHARED[here];
  if (allowed) return allowed.includes(there) ? null : `${from}: ${here} imports ${to}`;
  if (there in SHARED) return null;
  if (there === ENTRIES) return `${from}: nothing imports an entry, as ${to}`;
  if (here === ENTRIES) return null;
  return `${from}: a surface imports another, ${to}`;
}

/** Bundles with entries of several surfaces. */
function mixedBundles(imports: readonly Import[]): string[] {
  const surfaces = new Map<string, Set<string>>();
  for (const { from, to } of imports) {
    if (roomOf(from) !== ENTRIES || roomOf(to) === ENTRIES || roomOf(to) in SHARED) continue;
    const bundle = bundleOf(from) || from;
    surfaces.set(bundle, (surfaces.get(bundle) ?? new Set()).add(roomOf(to)));
  }
  return [...surfaces]
    .filter(([, rooms]) => rooms.size > 1)
    .map(([bundle, rooms]) => `${bundle} has pages of ${[...rooms].sort().join(" and ")}`);
}

function faultsIn(web: URL): string[] {
  const imports = importsIn(web);
  return [...imports.map(fault).filter((each) => each !== null), ...mixedBundles(imports)];
}

test("every import goes from a page to what pages share, and never back or across", () => {
  assert.deepEqual(faultsIn(WEB), []);
});

test("every shared room is there, and is looked at", () => {
  const rooms = roomsOf(WEB);
  for (const room of [...Object.keys(SHARED), ENTRIES]) assert.ok(rooms.includes(room), room);
  const importing = new Set(importsIn(WEB).map(({ from }) => roomOf(from)));
  for (const room of ["desk", "members", "reporter", "session", ENTRIES]) {
    assert.ok(importing.has(room), room);
  }
});

/** The faults of a made-up web/ with these files. */
function faultsOf(files: Readonly<Record<string, string>>): string[] {
  const folder = mkdtempSync(join(tmpdir(), "rooms-"));
  try {
    for (const [path, source] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), source);
    }
    return faultsIn(pathToFileURL(`${folder}/`));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("a wrong import is found in every room, however it is written", () => {
  const wrong: Record<string, string> = {
    "sealing/a.ts": 'import { t } from "../ui/messages.ts";',
    "oblivious/deep/a.ts": 'import type { T } from "../../report/a.ts";',
    "ui/a.ts": 'export * from "../reporter/a.ts";',
    "session/a.ts": 'import {\n  one,\n  two,\n} from "../desk/a.ts";',
    "report/a.ts": 'const a = import("../members/a.ts");',
    "desk/a.ts": 'import "../members/a.ts";',
    "unit/new/a.ts": 'import { a } from "../../desk/a.ts";',
    "members/a.ts": 'type A = typeof import("../entries/sealing.ts");',
  };
  for (const [path, source] of Object.entries(wrong)) {
    assert.equal(faultsOf({ [path]: source }).length, 1, path);
  }
  assert.deepEqual(
    faultsOf({
      "entries/mixed/a.ts": 'import "../../desk/a.ts";',
      "entries/mixed/b.ts": 'import "../../unit/a.ts";',
    }),
    ["mixed has pages of desk and unit"],
  );
});

test("a right import is left alone", () => {
  const right = {
    "unit/a.ts": 'import "./b.ts";\nimport "../session/a.ts";\nimport "../report/a.ts";',
    "entries/unit/a.ts": 'import "../../unit/a.ts";\nimport "../../sealing/a.ts";',
    "tests/a.ts": 'import "../entries/a.ts";',
  };
  assert.deepEqual(faultsOf(right), []);
});
