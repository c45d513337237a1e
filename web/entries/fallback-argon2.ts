/** Argon2id for browsers where WebAssembly is off. */

export { plainArgon2id } from "../sealing/argon2-plain.ts";

declare module "../ui/load.ts" {
  interface LazyModules {
    "fallback-argon2": typeof import("./fallback-argon2.ts");
  }
}
