"""The first three bytes of everything sealed: version 1, suite 0x0001."""

from unsilenced.sealing.errors import Malformed

HEADER = b"\x01\x00\x01"


def check_header(sealed: bytes) -> None:
    """Raise `Malformed` (`size`, `version` or `suite`) unless `sealed` starts with `HEADER`."""
    if len(sealed) < len(HEADER):
        raise Malformed("size", "This is too short to be something sealed.")
    if sealed[:1] != HEADER[:1]:
        raise Malformed("version", f"Version {sealed[0]} of the sealed format is not known.")
    if sealed[1:3] != HEADER[1:]:
        raise Malformed("suite", f"Suite 0x{sealed[1:3].hex()} is not known.")


def check_shape(sealed: bytes, sizes: frozenset[int]) -> None:
    """Raise `Malformed` unless `sealed` has a known header and one of `sizes` (bytes)."""
    check_header(sealed)
    if len(sealed) not in sizes:
        raise Malformed("size", f"Nothing sealed has {len(sealed)} bytes here.")
