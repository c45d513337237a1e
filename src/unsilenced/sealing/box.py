"""Boxes: bytes under a key that both sides have, with AES-256-GCM (NIST SP 800-38D)."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from unsilenced.sealing.errors import WillNotOpen
from unsilenced.sealing.header import HEADER
from unsilenced.sealing.keys import check_key_size

_NONCE = 12
_TAG = 16

OVERHEAD = len(HEADER) + _NONCE + _TAG
"""How many bytes a box is longer than its content: 31."""


def seal_box(data: bytes, *, key: bytes, context: bytes) -> bytes:
    """Seal `data` under `key` with a fresh nonce; it opens only under the same `context`."""
    check_key_size(key)
    nonce = secrets.token_bytes(_NONCE)
    return HEADER + nonce + AESGCM(key).encrypt(nonce, data, context)


def open_box(box: bytes, *, key: bytes, context: bytes) -> bytes:
    """Return the content of a box whose header and size were checked; raises `WillNotOpen`."""
    check_key_size(key)
    start = len(HEADER) + _NONCE
    try:
        return AESGCM(key).decrypt(box[len(HEADER) : start], box[start:], context)
    except InvalidTag:
        raise WillNotOpen from None
