"""b64u: base64url without padding (RFC 4648, section 5), one text for each value."""

import base64
import re

from unsilenced.sealing.errors import Malformed

_ALPHABET = re.compile(r"[A-Za-z0-9_-]*")


def to_b64u(data: bytes | memoryview) -> str:
    """Return `data` as b64u."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_b64u(text: str) -> bytes:
    """Return the bytes that `text` stands for.

    Raises `Malformed` (`base64`) for any other alphabet, padding, a stray last character, or bits
    set after the last byte (section 3.5): so no bytes have two spellings.
    """
    if _ALPHABET.fullmatch(text) and len(text) % 4 != 1:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        if to_b64u(data) == text:
            return data
    raise Malformed("base64", "This is not base64url without padding.")
