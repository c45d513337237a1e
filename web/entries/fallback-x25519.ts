/** X25519 for browsers whose WebCrypto has none. */

export { plainX25519 } from "../sealing/x25519-plain.ts";
