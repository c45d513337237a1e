"""Recovery sheet: 24 printed words (BIP-39) that restore a project's keys."""

import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Self

from mnemonic import Mnemonic

from unsilenced.sealing.errors import SheetError
from unsilenced.sealing.keys import KEY_SIZE, check_key_size, public_key_of
from unsilenced.sealing.stretch import derive_key
from unsilenced.sealing.words import read_words

COUNT = 24

_BIP39 = Mnemonic("english")


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """32 random bytes, written as 24 words."""

    entropy: bytes = field(repr=False)

    @classmethod
    def draw(cls) -> Self:
        """Draw a sheet."""
        return cls(secrets.token_bytes(KEY_SIZE))

    @property
    def words(self) -> tuple[str, ...]:
        """The 24 words; the last holds the checksum of 8 bits."""
        return tuple(_BIP39.to_mnemonic(self.entropy).split(" "))


@dataclass(frozen=True, slots=True)
class RecoveryKeys:
    """The secret that proves the sheet to the server, and the keys that open its envelopes."""

    secret: bytes = field(repr=False)
    private_key: bytes = field(repr=False)
    public_key: bytes


def parse_sheet(text: str) -> RecoverySheet:
    """Read a sheet as a person types it.

    Raises `SheetError`; its code is `words-do-not-fit` if the checksum fails.
    """
    words = read_words(text, COUNT, SheetError)
    try:
        return RecoverySheet(bytes(_BIP39.to_entropy(list(words))))
    except ValueError:
        message = "The words do not fit together: one is changed or out of place."
        raise SheetError("words-do-not-fit", message, count=COUNT) from None


def derive(sheet: RecoverySheet) -> RecoveryKeys:
    """Return the keys of the sheet; 256 random bits need no stretching."""
    private_key = derive_key(sheet.entropy, "unsilenced/1/recovery/key")
    return RecoveryKeys(
        secret=derive_key(sheet.entropy, "unsilenced/1/recovery/log-in"),
        private_key=private_key,
        public_key=public_key_of(private_key),
    )


def secret_hash(secret: bytes) -> bytes:
    """Return what the server stores of a recovery secret; raises `Malformed` (`key-size`)."""
    check_key_size(secret)
    return sha256(secret).digest()
