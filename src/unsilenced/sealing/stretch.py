"""Stretching: makes keys from what a person can remember, with Argon2id (RFC 9106) and HKDF."""

from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_SIZE = 32


@dataclass(frozen=True, slots=True)
class Cost:
    """What one stretching costs: memory in KiB, and passes over it (one lane)."""

    memory: int
    passes: int


def stretch(password: bytes, *, salt: bytes, cost: Cost) -> bytes:
    """Return the 32 bytes of Argon2id (version 0x13)."""
    return hash_secret_raw(
        secret=password,
        salt=salt,
        time_cost=cost.passes,
        memory_cost=cost.memory,
        parallelism=1,
        hash_len=_SIZE,
        type=Type.ID,
    )


def derive_key(secret: bytes, purpose: str) -> bytes:
    """Return 32 bytes of HKDF-SHA256 with an empty salt and `purpose` as its info."""
    return HKDF(SHA256(), _SIZE, salt=b"", info=purpose.encode("ascii")).derive(secret)
