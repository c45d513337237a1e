/** Where the parts come from that few browsers need: takes the place of sealing/fallbacks.ts. */

import { loadModule } from "./load.ts";

export const loadPlainX25519 = () => loadModule("fallback-x25519");
export const loadPlainArgon2 = () => loadModule("fallback-argon2");
