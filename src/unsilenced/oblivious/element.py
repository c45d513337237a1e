"""Inputs: what is blinded of an identifier, so that no two identifiers share one."""

from unsilenced.oblivious.errors import CheckError
from unsilenced.oblivious.normalise import LONGEST, Identifier

_VERSION = b"\x01"


def input_of(identifier: Identifier) -> bytes:
    """Return the input for a normalised identifier.

    Raises `CheckError` (`empty`, `too-long`).
    """
    kind = identifier.kind.encode("ascii")
    value = identifier.canonical.encode()
    if not value:
        raise CheckError("empty", "There is nothing to check.")
    if len(value) > LONGEST:
        raise CheckError("too-long", f"A value has at most {LONGEST} bytes.")
    return _VERSION + len(kind).to_bytes(1) + kind + len(value).to_bytes(2) + value
