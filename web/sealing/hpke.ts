/** Envelopes: a key of 32 bytes sealed to a public key with HPKE base mode (RFC 9180). */

import { type Bytes, concat } from "./bytes.ts";
import { Malformed, WillNotOpen } from "./errors.ts";
import { KEY_SIZE } from "./generated.ts";
import { checkShape, HEADER } from "./header.ts";
import { checkKeySize, keyPairOf, type PrivateKey } from "./keys.ts";
import { x25519 } from "./x25519.ts";

const ENCAPSULATED = 32;
const TAG = 16;

/** Bytes of every envelope: 83. */
export const ENVELOPE_SIZE = HEADER.length + ENCAPSULATED + KEY_SIZE + TAG;

/**
 * Seals `key` to `publicKey`; it opens only under the same `context`.
 *
 * @throws Malformed (`key-size`, `public-key`)
 */
export async function sealKey(key: Bytes, publicKey: Bytes, context: Bytes): Promise<Bytes> {
  checkKeySize(key);
  checkKeySize(publicKey);
  const { suite } = await x25519();
  try {
    const recipientPublicKey = await suite.kem.deserializePublicKey(publicKey);
    const { enc, ct } = await suite.seal({ recipientPublicKey, info: context }, key);
    return concat(HEADER, new Uint8Array(enc), new Uint8Array(ct));
  } catch {
    // This is a point of small order (RFC 7748, section 6.1): anybody could open what is sealed to
    // it.
    throw new Malformed("public-key", "Nothing can be sealed to this public key.");
  }
}

/** The key in an envelope. @throws Malformed for a wrong shape, WillNotOpen */
export async function openKey(
  envelope: Bytes,
  privateKey: PrivateKey,
  context: Bytes,
): Promise<Bytes> {
  checkShape(envelope, [ENVELOPE_SIZE]);
  const recipientKey = privateKey instanceof Uint8Array ? await keyPairOf(privateKey) : privateKey;
  const { suite } = await x25519();
  const start = HEADER.length + ENCAPSULATED;
  try {
    const opened = await suite.open(
      { recipientKey, enc: envelope.slice(HEADER.length, start), info: context },
      envelope.slice(start),
    );
    return new Uint8Array(opened);
  } catch {
    throw new WillNotOpen();
  }
}
