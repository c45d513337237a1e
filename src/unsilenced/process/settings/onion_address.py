"""Addresses of onion services, read as Tor reads them: a key, a checksum and a version."""

from __future__ import annotations

from base64 import b32decode
from hashlib import sha3_256

from unsilenced.process.settings.environment import ConfigurationError

_LETTERS = 56
_VERSION = b"\x03"
_KEY_SIZE = 32
_CHECKSUM_SIZE = 2


def onion_host(name: str, text: str) -> str:
    """Read the host name of an onion service of version 3 (rend-spec-v3, section 6).

    Raises ConfigurationError: one wrong letter would lead visitors nowhere, or to somebody else.
    """
    host = text.lower()
    letters, _dot, end = host.partition(".")
    if end != "onion" or len(letters) != _LETTERS or not _is_right(letters):
        raise ConfigurationError(
            f"{name} must be the 56 letters and digits, and .onion, that stand in the file "
            f"`hostname` of Tor's HiddenServiceDir, without a mistake."
        )
    return host


def _is_right(letters: str) -> bool:
    try:
        whole = b32decode(letters.upper())
    except ValueError:
        return False
    key, checksum = whole[:_KEY_SIZE], whole[_KEY_SIZE : _KEY_SIZE + _CHECKSUM_SIZE]
    version = whole[_KEY_SIZE + _CHECKSUM_SIZE :]
    right = sha3_256(b".onion checksum" + key + version).digest()[:_CHECKSUM_SIZE]
    return version == _VERSION and checksum == right
