"""Receipts: seven words that let the reporter, and nobody else, come back."""

import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Self

from unsilenced.sealing.errors import ReceiptError
from unsilenced.sealing.hurtful import HURTFUL
from unsilenced.sealing.keys import check_key_size, public_key_of
from unsilenced.sealing.stretch import Cost, derive_key, stretch
from unsilenced.sealing.words import WORDS, read_words

COUNT = 7
"""Words of a receipt."""

DRAWN = tuple(word for word in WORDS if word not in HURTFUL)
"""The 1,810 words of new receipts. Seven different ones in order: 75.7 random bits."""

COST = Cost(memory=19_456, passes=2)
"""What a cheap phone can manage; so many random bits need no more."""

# The site may ask nothing about people before it knows them, so it cannot look a salt up.
_SALT = b"unsilenced/1/receipt".ljust(32, b"\0")


@dataclass(frozen=True, slots=True)
class Receipt:
    """Seven whole words in lower case."""

    words: tuple[str, ...] = field(repr=False)

    @classmethod
    def draw(cls) -> Self:
        """Draw seven different words that hurt nobody; every such sequence is equally likely."""
        return cls(tuple(secrets.SystemRandom().sample(DRAWN, COUNT)))

    @property
    def canonical(self) -> str:
        """The words joined by one space: what is stretched, shown and printed."""
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class ReceiptKeys:
    """What a receipt gives: the secret that finds the report, and the keys that open it."""

    lookup_secret: bytes = field(repr=False)
    private_key: bytes = field(repr=False)
    public_key: bytes


def parse_receipt(text: str) -> Receipt:
    """Read a receipt as a person types or pastes it; raises `ReceiptError`."""
    return Receipt(read_words(text, COUNT, ReceiptError))


def derive(receipt: Receipt) -> ReceiptKeys:
    """Stretch the receipt into its keys; this takes 19 MiB and about 50 ms of a server's time."""
    stretched = stretch(receipt.canonical.encode("ascii"), salt=_SALT, cost=COST)
    private_key = derive_key(stretched, "unsilenced/1/receipt/key")
    return ReceiptKeys(
        lookup_secret=derive_key(stretched, "unsilenced/1/receipt/lookup"),
        private_key=private_key,
        public_key=public_key_of(private_key),
    )


def lookup_hash(secret: bytes) -> bytes:
    """Return what the server stores of a look-up secret; raises `Malformed` (`key-size`)."""
    check_key_size(secret)
    return sha256(secret).digest()
