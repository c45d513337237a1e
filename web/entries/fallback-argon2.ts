/** Argon2id for browsers where WebAssembly is off. */

export { plainArgon2id } from "../sealing/argon2-plain.ts";
