/** Loads the parts that few browsers need. In bundles this file replaces sealing/fallbacks.ts. */

import { loadModule } from "./load.ts";

export const loadPlainX25519 = () => loadModule("fallback-x25519");
export const loadPlainArgon2 = () => loadModule("fallback-argon2");
