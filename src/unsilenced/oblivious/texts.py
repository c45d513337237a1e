"""Texts: the warnings' words are bound to a release, so that everybody sees the same words."""

from collections.abc import Mapping
from hashlib import sha256

from unsilenced.oblivious.canonical import ascii_json, utf8_json
from unsilenced.oblivious.errors import CheckError
from unsilenced.sealing.b64u import to_b64u


def canonical_warning(warning: Mapping[str, object]) -> bytes:
    """Return a warning's canonical JSON, given the members that docs/check.md names.

    Raises `CheckError` (`wrong-texts`) for text that UTF-8 cannot hold.
    """
    try:
        return utf8_json(warning)
    except UnicodeEncodeError:
        raise CheckError("wrong-texts", "This text cannot be written as UTF-8.") from None


def texts_of(warnings: Mapping[str, bytes]) -> bytes:
    """Return a release's texts, given each warning's canonical JSON by its reference."""
    hashes = {reference: to_b64u(sha256(text).digest()) for reference, text in warnings.items()}
    return ascii_json(sorted(hashes.items()))


def texts_hash(texts: bytes) -> bytes:
    """Return the SHA-256 by which the manifest names the texts."""
    return sha256(texts).digest()
