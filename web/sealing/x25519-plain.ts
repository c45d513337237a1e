/** X25519 in plain script, of the same suite, for browsers whose WebCrypto does not have it. */

import { Aes256Gcm, CipherSuite, HkdfSha256 } from "@hpke/core";
import {
  X25519 as Curve,
  DhkemX25519HkdfSha256,
  HkdfSha256 as PlainHkdf,
} from "@hpke/dhkem-x25519";
import type { Bytes } from "./bytes.ts";
import type { X25519 } from "./x25519.ts";

export function plainX25519(): X25519 {
  const kem = new DhkemX25519HkdfSha256();
  const curve = new Curve(new PlainHkdf());
  const suite = new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Aes256Gcm() });

  async function keyPairOf(privateKey: Bytes): Promise<CryptoKeyPair> {
    const imported = await kem.deserializePrivateKey(privateKey);
    return { privateKey: imported, publicKey: await curve.derivePublicKey(imported) };
  }

  async function publicKeyOf(privateKey: Bytes): Promise<Bytes> {
    const { publicKey } = await keyPairOf(privateKey);
    return new Uint8Array(await kem.serializePublicKey(publicKey)).slice();
  }

  return { suite, publicKeyOf, keyPairOf };
}
