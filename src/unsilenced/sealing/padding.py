"""Padding: hides the length of a text behind one of four sizes."""

from unsilenced.sealing.errors import Malformed

SIZES = (4_096, 16_384, 65_536, 262_144)
"""The possible sizes of a padded text, in bytes."""

_LENGTH = 4
LARGEST = SIZES[-1] - _LENGTH
"""The most bytes that a record can contain."""


def pad(data: bytes) -> bytes:
    """Return `data` with its length before it and zeros after it.

    Raises `Malformed` (`too-large`) for more than `LARGEST` bytes.
    """
    size = _size_for(len(data))
    return (len(data).to_bytes(_LENGTH, "big") + data).ljust(size, b"\0")


def unpad(padded: bytes) -> bytes:
    """Return what was given to `pad`.

    Raises `Malformed` (`padding`) for anything that `pad` does not make.
    """
    length = int.from_bytes(padded[:_LENGTH], "big")
    if length > LARGEST or len(padded) != _size_for(length):
        raise Malformed("padding", "The length inside does not fit the size.")
    data = padded[_LENGTH : _LENGTH + length]
    if padded.count(0, _LENGTH + length) != len(padded) - _LENGTH - length:
        raise Malformed("padding", "There is something where only zeros belong.")
    return data


def _size_for(length: int) -> int:
    for size in SIZES:
        if length + _LENGTH <= size:
            return size
    raise Malformed("too-large", f"A record holds at most {LARGEST} bytes.")
