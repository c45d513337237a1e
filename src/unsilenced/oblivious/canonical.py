"""Canonical JSON: one text for each value, so that it can be hashed and signed."""

import json


def ascii_json(value: object) -> bytes:
    """Return `value` as JSON with sorted members, no spaces, in ASCII."""
    return _dumped(value, ascii_only=True).encode("ascii")


def utf8_json(value: object) -> bytes:
    """Return `value` as JSON with sorted members, no spaces, in UTF-8.

    Raises `UnicodeEncodeError` for half of a surrogate pair, which UTF-8 cannot hold.
    """
    return _dumped(value, ascii_only=False).encode()


def _dumped(value: object, *, ascii_only: bool) -> str:
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=ascii_only, allow_nan=False
    )
