/** What the report and return pages load lazily: sealing, opening and receipts. */

export { type Bytes, b64u, fromB64u, fromUtf8, utf8 } from "../sealing/bytes.ts";
export { chunkCount, LARGEST_FILE, openChunk, openChunks, sealChunk } from "../sealing/chunks.ts";
export { ReceiptError, SealingError } from "../sealing/errors.ts";
export { CHUNK } from "../sealing/generated.ts";
export { keyPairOf } from "../sealing/keys.ts";
export {
  deriveReceipt,
  drawReceipt,
  lookupHash,
  parseReceipt,
  type Receipt,
  type ReceiptKeys,
} from "../sealing/receipt.ts";
export {
  openBody,
  openRecord,
  openWrap,
  sealRecord,
  toBoth,
  toProject,
} from "../sealing/record.ts";
export { findWord, WORDS, wordsFrom } from "../sealing/words.ts";

declare module "../ui/load.ts" {
  interface LazyModules {
    sealing: typeof import("./sealing.ts");
  }
}
