/**
 * Builds the browser code: entries/ and styles/ into the site's static files.
 *
 * The same sources give the same bytes, so that anybody can check what a site serves: build into
 * a folder of your own with `node build.mjs FOLDER`. README.md describes what is written.
 */

import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import esbuild from "esbuild";
import { catalogueOf, messagesIn } from "./catalogues.mjs";
import {
  dictionariesFor,
  drawnFrom,
  folderOf,
  linterLists,
  LOCALE as OWN_LOCALE,
  SOURCE_LANGUAGE,
  translations,
  writeLinterLists,
} from "./languages.mjs";
import { compactPackages } from "./packages.mjs";

const WEB = dirname(fileURLToPath(import.meta.url));
const PROGRAM = join(WEB, "../src/unsilenced");
const OUT = process.argv[2] ?? join(PROGRAM, "site/static/built");
const LOCALE = process.argv[3] ?? OWN_LOCALE;
/** Judges passphrases, by the words of the page's language: a bundle for each. */
const STRENGTH = "entries/strength.ts";
const DICTIONARIES = "language:dictionaries";
const COMMON = "@zxcvbn-ts/language-common";
/**
 * How many words a passphrase is compared with, the most common first, so that a members' page
 * stays light. session/word-guesses.ts counts every other word as a word too.
 */
const MOST_WORDS = 18_000;
const LAZY = /\bloadModule\(\s*"([a-z0-9-]+)"/g;

const fingerprint = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 8);

function described(file, bytes) {
  const integrity = `sha384-${createHash("sha384").update(bytes).digest("base64")}`;
  return { file, integrity, bytes: bytes.length };
}

/**
 * Which files are built together. Each folder of entries/ is a bundle: its entries share chunks
 * with each other alone, because each chunk is a request. An entry that lies in entries/ itself
 * is a bundle of its own, in one file: what every page runs, workers, and what is loaded lazily.
 */
async function groups() {
  const entries = await readdir(join(WEB, "entries"), { withFileTypes: true });
  const folders = entries.filter((each) => each.isDirectory()).map(({ name }) => name);
  const alone = await sources("entries", ".ts");
  const shared = await Promise.all(folders.map((name) => sources(`entries/${name}`, ".ts")));
  return [...alone.map((path) => [path]), ...shared, await sources("styles", ".css")];
}

/** The files of a folder of web/ with an ending, sorted, as paths from web/. */
async function sources(folder, ending) {
  const names = await readdir(join(WEB, folder));
  return names
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => `${folder}/${name}`);
}

/** What comes from the folders of the languages. */
const fromLanguages = (language) => ({
  name: "languages",
  setup(build) {
    build.onResolve({ filter: new RegExp(`^${DICTIONARIES}$`) }, () => ({
      path: language,
      namespace: DICTIONARIES,
    }));
    build.onResolve({ filter: /\/languages\.generated\.json$/ }, () => ({
      path: "linter",
      namespace: "language:linter",
    }));
    build.onLoad({ filter: /.*/, namespace: "language:linter" }, async () => ({
      contents: JSON.stringify(await linterLists(LOCALE)),
      loader: "json",
    }));
    build.onLoad({ filter: /.*/, namespace: DICTIONARIES }, async () => ({
      contents: await dictionariesModule(language),
      resolveDir: WEB,
    }));
  },
});

async function dictionariesModule(language) {
  const names = await dictionariesFor(LOCALE, language);
  const lists = [];
  for (const name of [COMMON, ...names])
    lists.push(...Object.entries((await import(name)).dictionary));
  const shares = shareOut(
    lists.map(([, words]) => words.length),
    MOST_WORDS,
  );
  if (lists.some(([, words]) => words.some((word) => word.includes("\n")))) {
    throw new Error("A word has a line end in it.");
  }
  const short = lists.map(([name, words], at) => [name, words.slice(0, shares[at]).join("\n")]);
  return `
import { wordlist } from "${await drawnFrom(LOCALE, language)}";
export const WORDS = wordlist;
export const dictionary = Object.fromEntries(
  ${JSON.stringify(short)}.map(([name, words]) => [name, words.split("\\n")]),
);\n`;
}

/** As many of each list as all may hold together: short lists whole, long ones up to one length. */
function shareOut(lengths, most) {
  let limit = 0;
  let left = most;
  const sorted = [...lengths].sort((a, b) => a - b);
  for (const [at, length] of sorted.entries()) {
    limit = Math.floor(left / (sorted.length - at));
    if (length > limit) break;
    left -= length;
  }
  return lengths.map((length) => Math.min(length, limit));
}

function bundle(entryPoints, language = SOURCE_LANGUAGE) {
  const isSource = language === SOURCE_LANGUAGE;
  return esbuild.build({
    absWorkingDir: WEB,
    entryPoints,
    outdir: "built",
    entryNames: isSource ? "[name].[hash]" : `[name].${language}.[hash]`,
    plugins: [fromLanguages(language), compactPackages],
    chunkNames: "chunk.[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    target: "es2020",
    charset: "utf8",
    minify: true,
    legalComments: "none",
    // A branch of @hpke/common for versions of Node that had no WebCrypto.
    external: ["crypto"],
    metafile: true,
    write: false,
    logLevel: "warning",
  });
}

/** The bundles of all groups as one. */
async function bundles() {
  const others = await translations(LOCALE);
  const all = await Promise.all([
    ...(await groups()).map((group) => bundle(group)),
    ...others.map((language) => bundle([STRENGTH], language)),
  ]);
  return {
    outputFiles: all.flatMap((each) => each.outputFiles),
    metafile: {
      inputs: Object.assign({}, ...all.map((each) => each.metafile.inputs)),
      outputs: Object.assign({}, ...all.map((each) => each.metafile.outputs)),
    },
  };
}

/** Every output that an output imports statically, at any depth, in a stable order. */
function staticImports(outputs, path, found = new Set()) {
  for (const { path: next, kind, external } of outputs[path].imports) {
    if (kind !== "import-statement" || external || found.has(next)) continue;
    found.add(next);
    staticImports(outputs, next, found);
  }
  return found;
}

/** The TypeScript of our own that went into an entry: its file and all that it imports. */
async function ownSources(metafile, entry, found = new Map()) {
  if (found.has(entry) || /^(node_modules\/|language:)/.test(entry)) return found;
  found.set(entry, await readFile(join(WEB, entry), "utf8"));
  for (const { path, external } of metafile.inputs[entry].imports) {
    if (!external) await ownSources(metafile, path, found);
  }
  return found;
}

const lazyIn = (texts) => texts.flatMap((text) => [...text.matchAll(LAZY)].map((m) => m[1]));

/** Adds to a set of lazily loaded modules those that they load lazily themselves. */
function withLazyOfLazy(names, texts, found = new Set()) {
  for (const name of names) {
    if (found.has(name)) continue;
    if (!texts[name]) throw new Error(`loadModule("${name}") loads no entry`);
    found.add(name);
    withLazyOfLazy(lazyIn(texts[name]), texts, found);
  }
  return [...found].sort();
}

/** One catalogue for each language and entry, holding only what that entry can say. */
async function catalogues(textsByEntry, files) {
  const byLanguage = {};
  for (const language of await translations(LOCALE)) {
    const po = await readFile(join(folderOf(LOCALE, language), "LC_MESSAGES/djangojs.po"));
    byLanguage[language] = {};
    for (const [name, texts] of Object.entries(textsByEntry)) {
      const wanted = messagesIn(texts);
      if (wanted.size === 0) continue;
      const bytes = Buffer.from(JSON.stringify(catalogueOf(po, language, wanted)));
      const file = `messages.${language}.${name}.${fingerprint(bytes).toUpperCase()}.json`;
      files.set(file, bytes);
      byLanguage[language][name] = described(file, bytes);
    }
  }
  return byLanguage;
}

/** The licences of the packages whose code is in the output: they must be shipped with it. */
async function licences(metafile) {
  const packages = new Set();
  for (const { inputs } of Object.values(metafile.outputs)) {
    for (const path of Object.keys(inputs)) {
      const name = path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1];
      if (name) packages.add(name);
    }
  }
  const texts = [];
  for (const name of [...packages].sort()) {
    const folder = join(WEB, "node_modules", name);
    const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const file = (await readdir(folder)).find((each) => /^licen[cs]e/i.test(each));
    const text = file ? await readFile(join(folder, file), "utf8") : `Licence: ${license}\n`;
    texts.push(`${name} ${version}\n\n${text.trim()}\n`);
  }
  return Buffer.from(texts.join(`\n${"-".repeat(72)}\n\n`));
}

async function manifestOf({ metafile, outputFiles }) {
  const files = new Map(
    outputFiles.map((each) => [basename(each.path), Buffer.from(each.contents)]),
  );
  const { outputs } = metafile;
  const manifest = { entries: {}, styles: {}, chunks: {}, messages: {} };
  const texts = {};
  for (const path of Object.keys(outputs).sort()) {
    const { entryPoint } = outputs[path];
    const file = basename(path);
    const entry = described(file, files.get(file));
    if (path.endsWith(".css")) {
      manifest.styles[basename(entryPoint, ".css")] = entry;
      continue;
    }
    entry.imports = [...staticImports(outputs, path)].map((each) => basename(each));
    if (entryPoint?.startsWith("entries/")) {
      // "NAME.HASH.js", or "NAME.LANGUAGE.HASH.js" for what stands in for NAME in that language.
      const name = file.split(".").slice(0, -2).join(".");
      if (name in manifest.entries) throw new Error(`Two entries have the name ${name}.`);
      manifest.entries[name] = entry;
      texts[name] = [...(await ownSources(metafile, entryPoint)).values()];
    } else {
      manifest.chunks[file] = entry;
    }
  }
  for (const [name, entry] of Object.entries(manifest.entries)) {
    entry.lazy = withLazyOfLazy(lazyIn(texts[name]), texts);
  }
  manifest.messages = await catalogues(texts, files);
  files.set("licences.txt", await licences(metafile));
  files.set("manifest.json", Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`));
  return { manifest, files };
}

/** Adds a compressed copy beside each file, for browsers that take one: .br and .gz. */
function withCompressed(files) {
  const all = new Map();
  for (const [name, bytes] of files) {
    // The best quality takes seconds for a megabyte and gains a few percent.
    const quality = bytes.length > 500_000 ? 9 : constants.BROTLI_MAX_QUALITY;
    const params = { [constants.BROTLI_PARAM_QUALITY]: quality };
    all.set(`${name}.br`, brotliCompressSync(bytes, { params }));
    all.set(`${name}.gz`, gzipSync(bytes, { level: 9 }));
    all.set(name, bytes);
  }
  return all;
}

/** Writes the files, the manifest last, and removes those of earlier builds. */
async function write(files) {
  await mkdir(OUT, { recursive: true });
  for (const [name, bytes] of files) await writeFile(join(OUT, name), bytes);
  for (const name of await readdir(OUT)) {
    if (!files.has(name)) await rm(join(OUT, name), { recursive: true });
  }
}

function report({ manifest, files }) {
  const line = (kind, { file, bytes }) => {
    const gzip = gzipSync(files.get(file), { level: 9 }).length;
    console.log(`${kind.padEnd(9)} ${file.padEnd(40)} ${bytes} bytes, ${gzip} gzipped`);
  };
  for (const entry of Object.values(manifest.entries)) line("entry", entry);
  for (const style of Object.values(manifest.styles)) line("style", style);
  for (const chunk of Object.values(manifest.chunks)) line("chunk", chunk);
  for (const entries of Object.values(manifest.messages)) {
    for (const catalogue of Object.values(entries)) line("messages", catalogue);
  }
}

const started = performance.now();
const built = await manifestOf(await bundles());
await write(withCompressed(built.files));
if (LOCALE === OWN_LOCALE) await writeLinterLists(LOCALE);
report(built);
console.log(`Built ${built.files.size} files in ${Math.round(performance.now() - started)} ms.`);
