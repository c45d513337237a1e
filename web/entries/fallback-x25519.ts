/** X25519 for browsers whose WebCrypto does not have it. */

export { plainX25519 } from "../sealing/x25519-plain.ts";

declare module "../ui/load.ts" {
  interface LazyModules {
    "fallback-x25519": typeof import("./fallback-x25519.ts");
  }
}
