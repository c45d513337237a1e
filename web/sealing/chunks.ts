/** Chunks: cuts, pads and seals an attachment, so that only its rough size is known. */

import { OVERHEAD, openBox, sealBox } from "./box.ts";
import { allZero, type Bytes, concat } from "./bytes.ts";
import { chunkContext } from "./context.ts";
import { Malformed } from "./errors.ts";
import { CHUNK, MOST_CHUNKS } from "./generated.ts";
import { checkShape } from "./header.ts";

/** The most bytes an attachment can have: 16 MiB. */
export const LARGEST_FILE = MOST_CHUNKS * CHUNK;

/** Bytes of every sealed chunk: 262,175. */
export const SEALED_CHUNK = CHUNK + OVERHEAD;

/** The attachment that a chunk belongs to, with the content key of its record. */
export interface Attachment {
  report: string;
  record: string;
  contentKey: Bytes;
  /** How many bytes the file has. */
  size: number;
}

/**
 * How many chunks a file of `size` bytes needs: a power of two from 1 to 64.
 *
 * @throws Malformed (`too-large`)
 */
export function chunkCount(size: number): number {
  if (!(Number.isInteger(size) && size >= 0 && size <= LARGEST_FILE)) {
    throw new Malformed("too-large", `An attachment has at most ${LARGEST_FILE} bytes.`);
  }
  let count = 1;
  while (count * CHUNK < size) count *= 2;
  return count;
}

/** The sealed chunk `index` (from 0) of a file. @throws Malformed (`chunk-index`, `too-large`) */
export function sealChunk(
  file: Bytes,
  index: number,
  of: Omit<Attachment, "size">,
): Promise<Bytes> {
  const context = chunkContext(of.report, of.record, index, chunkCount(file.length));
  const piece = new Uint8Array(CHUNK);
  piece.set(file.subarray(index * CHUNK, (index + 1) * CHUNK));
  return sealBox(piece, of.contentKey, context);
}

/**
 * The file's bytes in chunk `index`: fewer at the end of the file, and none beyond it.
 *
 * @throws SealingError, with `padding` if anything follows the end of the file
 */
export async function openChunk(chunk: Bytes, index: number, of: Attachment): Promise<Bytes> {
  checkShape(chunk, [SEALED_CHUNK]);
  const context = chunkContext(of.report, of.record, index, chunkCount(of.size));
  const piece = await openBox(chunk, of.contentKey, context);
  const end = Math.min(Math.max(of.size - index * CHUNK, 0), CHUNK);
  if (!allZero(piece.subarray(end))) {
    throw new Malformed("padding", "There is something after the end of the file.");
  }
  return piece.subarray(0, end);
}

/**
 * The whole file. @throws SealingError, with `chunk-count` if there are too few or too many chunks
 */
export async function openChunks(chunks: readonly Bytes[], of: Attachment): Promise<Bytes> {
  if (chunks.length !== chunkCount(of.size)) {
    throw new Malformed("chunk-count", "The file has another number of chunks.");
  }
  return concat(...(await Promise.all(chunks.map((chunk, index) => openChunk(chunk, index, of)))));
}
