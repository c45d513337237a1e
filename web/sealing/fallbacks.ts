/**
 * Loads the parts that few browsers need. In a bundle, ui/fallbacks.ts replaces this file
 * (`browser` in package.json) and loads the parts with Subresource Integrity.
 */

export const loadPlainX25519 = () => import("./x25519-plain.ts");
export const loadPlainArgon2 = () => import("./argon2-plain.ts");
