/**
 * Packages whose data compresses badly as they write it, written in another way by the build. What
 * they do stays the same, and the build fails where they no longer look as is expected here.
 */

import { readFile } from "node:fs/promises";

const WORDS = /@scure[/\\]bip39[/\\]wordlists[/\\]english\.js$/;
const WASM = /hash-wasm[/\\]dist[/\\]index\.esm\.js$/;

const HPKE = /node_modules[/\\]@hpke[/\\]/;
/** Marks what this plugin asks esbuild to resolve, so that it is not asked again. */
const RESOLVED = "resolved";

/** A sorted word list in which each word is the letters it shares with the last, and the rest. */
export function frontCoded(words) {
  let last = "";
  return words
    .map((word) => {
      let shared = 0;
      while (shared < 9 && shared < word.length && word[shared] === last[shared]) shared += 1;
      last = word;
      return shared + word.slice(shared);
    })
    .join("");
}

/** The source of a module that exports the words. */
export function wordsModule(words) {
  if (!words.every((word) => /^[a-z]+$/.test(word))) throw new Error("These are not plain words.");
  return `
let last = "";
export const wordlist = "${frontCoded(words)}"
  .match(/\\d[a-z]*/g)
  .map((coded) => (last = last.slice(0, +coded[0]) + coded.slice(1)));
`;
}

/**
 * WebAssembly in base64 as a text of its bytes, of which the browser makes the base64: the bytes
 * of base64 hide what repeats. Unused code is still left out, as the call has no side effects.
 */
export function withBytes(source) {
  let found = 0;
  const changed = source.replace(/= "(AGFzbQ[A-Za-z0-9+/=]+)"/g, (_whole, base64) => {
    found += 1;
    return `= /* @__PURE__ */ btoa(${JSON.stringify(Buffer.from(base64, "base64").toString("latin1"))})`;
  });
  if (!found) throw new Error("hash-wasm holds no WebAssembly in base64.");
  return changed;
}

/** For esbuild: loads these packages in their other form, and leaves out what is not used. */
export const compactPackages = {
  name: "packages",
  setup(build) {
    // These packages say that their modules have no side effects, but in a package.json that
    // bundlers do not reach: a second one beside the modules hides it.
    build.onResolve({ filter: /^@hpke\/|^\.\.?\// }, async ({ path, pluginData, ...args }) => {
      if (pluginData === RESOLVED) return null;
      if (!path.startsWith("@hpke/") && !HPKE.test(args.importer)) return null;
      const { importer, kind, namespace, resolveDir } = args;
      const options = { importer, kind, namespace, resolveDir, pluginData: RESOLVED };
      return { ...(await build.resolve(path, options)), sideEffects: false };
    });
    build.onLoad({ filter: WORDS }, async ({ path }) => {
      const { wordlist } = await import(path);
      return { contents: wordsModule(wordlist), loader: "js" };
    });
    build.onLoad({ filter: WASM }, async ({ path }) => ({
      contents: withBytes(await readFile(path, "utf8")),
      loader: "js",
    }));
  },
};
