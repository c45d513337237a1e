"""Envelopes: a key of 32 bytes sealed to a public key with HPKE base mode (RFC 9180)."""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from unsilenced.sealing.errors import WillNotOpen
from unsilenced.sealing.header import HEADER, check_shape
from unsilenced.sealing.keys import (
    KEY_SIZE,
    check_key_size,
    check_public_key,
    load_private_key,
    load_public_key,
)

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_ENCAPSULATED = 32
_TAG = 16

SIZE = len(HEADER) + _ENCAPSULATED + KEY_SIZE + _TAG
"""Bytes of every envelope: 83."""


def seal_key(key: bytes, *, public_key: bytes, context: bytes) -> bytes:
    """Seal `key` to `public_key`; it opens only under the same `context`.

    Raises `Malformed` (`key-size`, `public-key`).
    """
    check_key_size(key)
    check_public_key(public_key)
    return HEADER + _SUITE.encrypt(key, load_public_key(public_key), info=context)


def open_key(envelope: bytes, *, private_key: bytes, context: bytes) -> bytes:
    """Return the key inside `envelope`.

    Raises `Malformed` for a wrong shape and `WillNotOpen` for another key or context.
    """
    check_envelope(envelope)
    try:
        return _SUITE.decrypt(envelope[len(HEADER) :], load_private_key(private_key), info=context)
    except InvalidTag:
        raise WillNotOpen from None


def check_envelope(envelope: bytes) -> None:
    """Raise `Malformed` (`version`, `suite`, `size`) unless it can be an envelope."""
    check_shape(envelope, _SIZES)


_SIZES = frozenset({SIZE})
