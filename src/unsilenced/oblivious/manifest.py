"""Manifests and entries: what the platform signs of a release, and the key holder of a manifest."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Protocol, Self, TypeVar

from unsilenced.oblivious.canonical import ascii_json
from unsilenced.oblivious.errors import CheckError
from unsilenced.sealing.b64u import from_b64u, to_b64u

_VERSION = 1
_HASH_SIZE = 32
KEY_SIZE = 32
"""Bytes of a public key."""
_LARGEST_NUMBER = (1 << 53) - 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """One release: its number and day, what came before, its keys, its buckets, its texts.

    `previous` is the hash of the manifest before, or empty. Made of anything that a manifest
    cannot hold, it raises `CheckError` (`wrong-manifest`).
    """

    number: int
    day: date
    previous: bytes
    platform_key: bytes
    keyholder_key: bytes
    bucket_count: int
    bucket_records: int
    root: bytes
    texts: bytes
    rolled_back_to: int | None = None

    def __post_init__(self) -> None:
        counted = (self.number, self.bucket_count, self.bucket_records)
        back = self.rolled_back_to
        if not (
            all(_is_number(one) for one in counted)
            and (back is None or (_is_number(back) and back < self.number))
            and len(self.previous) in {0, _HASH_SIZE}
            and {len(self.platform_key), len(self.keyholder_key)} == {KEY_SIZE}
            and {len(self.root), len(self.texts)} == {_HASH_SIZE}
        ):
            raise CheckError("wrong-manifest", "No release has such a manifest.")

    def to_bytes(self) -> bytes:
        """Return what is signed."""
        return ascii_json(
            {
                "v": _VERSION,
                "number": self.number,
                "day": self.day.isoformat(),
                "previous": to_b64u(self.previous),
                "rolled_back_to": self.rolled_back_to,
                "evaluation": {
                    "platform": to_b64u(self.platform_key),
                    "keyholder": to_b64u(self.keyholder_key),
                },
                "buckets": {
                    "count": self.bucket_count,
                    "records": self.bucket_records,
                    "root": to_b64u(self.root),
                },
                "texts": to_b64u(self.texts),
            }
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read a manifest; raises `CheckError` (`wrong-manifest`) for all but canonical bytes."""
        return _read(data, cls._of, "wrong-manifest")

    def hash(self) -> bytes:
        """Return the SHA-256 by which the log and the next manifest name it."""
        return sha256(self.to_bytes()).digest()

    @classmethod
    def _of(cls, members: Mapping[str, Any]) -> Self:
        return cls(
            number=members["number"],
            day=date.fromisoformat(members["day"]),
            previous=from_b64u(members["previous"]),
            rolled_back_to=members["rolled_back_to"],
            platform_key=from_b64u(members["evaluation"]["platform"]),
            keyholder_key=from_b64u(members["evaluation"]["keyholder"]),
            bucket_count=members["buckets"]["count"],
            bucket_records=members["buckets"]["records"],
            root=from_b64u(members["buckets"]["root"]),
            texts=from_b64u(members["texts"]),
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """What the key holder logs of one release: the hash of its manifest, and its own key in it.

    `previous` is the hash of the entry before, or empty. Made of anything that an entry cannot
    hold, it raises `CheckError` (`wrong-entry`).
    """

    number: int
    day: date
    release: bytes
    previous: bytes
    public_key: bytes

    def __post_init__(self) -> None:
        if not (
            _is_number(self.number)
            and len(self.release) == _HASH_SIZE
            and len(self.previous) in {0, _HASH_SIZE}
            and len(self.public_key) == KEY_SIZE
        ):
            raise CheckError("wrong-entry", "No log has such an entry.")

    def to_bytes(self) -> bytes:
        """Return what is signed."""
        return ascii_json(
            {
                "v": _VERSION,
                "number": self.number,
                "day": self.day.isoformat(),
                "release": to_b64u(self.release),
                "previous": to_b64u(self.previous),
                "public_key": to_b64u(self.public_key),
            }
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read an entry; raises `CheckError` (`wrong-entry`) for all but canonical bytes."""
        return _read(data, cls._of, "wrong-entry")

    def hash(self) -> bytes:
        """Return the SHA-256 by which the next entry names it."""
        return sha256(self.to_bytes()).digest()

    @classmethod
    def _of(cls, members: Mapping[str, Any]) -> Self:
        return cls(
            number=members["number"],
            day=date.fromisoformat(members["day"]),
            release=from_b64u(members["release"]),
            previous=from_b64u(members["previous"]),
            public_key=from_b64u(members["public_key"]),
        )


class _Canonical(Protocol):
    def to_bytes(self) -> bytes: ...


_Read = TypeVar("_Read", bound=_Canonical)


def _read(data: bytes, made_of: Callable[[Mapping[str, Any]], _Read], code: str) -> _Read:
    try:
        read = made_of(json.loads(data))
    except (ValueError, TypeError, KeyError, RecursionError):
        raise CheckError(code, "This cannot be read.") from None
    if read.to_bytes() != data:
        raise CheckError(code, "This is not written in the one way it can be.")
    return read


def _is_number(value: object) -> bool:
    # JSON's true and 1.0 are not counts, although Python takes them as numbers.
    return type(value) is int and 1 <= value <= _LARGEST_NUMBER
