/**
 * Loads a module lazily, with Subresource Integrity.
 *
 * The page names each module's files and their hashes on the entry's own script element:
 *
 * <script type="module" src="…" nonce="…" data-modules='{"NAME": [["ADDRESS", "sha384-…"], …]}'>
 *
 * The first pair of a name is the module, the others all that it imports statically. `import()`
 * takes no hash, so each file is first asked for by <link rel="modulepreload" integrity>: the
 * browser keeps one copy of a module for each address, and rejects a copy that fails its hash.
 */

/** Every lazily loaded module by its name: each entry that is one adds itself. */
// biome-ignore lint/suspicious/noEmptyInterface: each lazily loaded entry adds a member.
export interface LazyModules {}

type Pinned = readonly [address: string, integrity: string];

const waiting = new Map<string, Promise<unknown>>();

function pinnedFiles(name: string): Pinned[] {
  for (const script of document.querySelectorAll<HTMLScriptElement>("script[data-modules]")) {
    const modules = JSON.parse(script.dataset.modules ?? "{}") as Record<string, Pinned[]>;
    const files = modules[name];
    if (files) return files;
  }
  throw new Error(`The page names no module ${name}.`);
}

function preload([address, integrity]: Pinned): Promise<void> {
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "modulepreload";
    link.href = address;
    link.integrity = integrity;
    link.crossOrigin = "anonymous";
    link.nonce = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce ?? "";
    link.onload = () => resolve();
    link.onerror = () => {
      link.remove();
      reject(new Error(`${address} could not be loaded.`));
    };
    document.head.append(link);
  });
}

/** For browsers without modulepreload: checks the bytes that the import then finds in the cache. */
async function fetchChecked([address, integrity]: Pinned): Promise<void> {
  const answer = await fetch(address, { integrity });
  if (!answer.ok) throw new Error(`${address} could not be loaded.`);
  await answer.arrayBuffer();
}

async function load(name: string): Promise<unknown> {
  const files = pinnedFiles(name);
  const module = files[0];
  if (!module) throw new Error(`The page names no file of ${name}.`);
  const preloads = document.createElement("link").relList.supports("modulepreload");
  await Promise.all(files.map(preloads ? preload : fetchChecked));
  return import(module[0]);
}

/**
 * The module with that name, loaded once. A failure is forgotten, so that the page can try again.
 *
 * @throws Error if the network fails or a file is not what the page says
 */
export function loadModule<Name extends keyof LazyModules>(name: Name): Promise<LazyModules[Name]> {
  let module = waiting.get(name);
  if (!module) {
    module = load(name);
    waiting.set(name, module);
    module.catch(() => waiting.delete(name));
  }
  return module as Promise<LazyModules[Name]>;
}
