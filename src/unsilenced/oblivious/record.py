"""Records: a warning's label, encrypted with a key that only its identifier gives."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from unsilenced.oblivious.combined import LOCATOR_SIZE, Derived
from unsilenced.oblivious.errors import CheckError

REFERENCE_SIZE = 7

_NONCE_SIZE = 12
_TAG_SIZE = 16
_CONTEXT = b"unsilenced/1/label"

RECORD_SIZE = LOCATOR_SIZE + _NONCE_SIZE + 1 + REFERENCE_SIZE + _TAG_SIZE
"""Bytes of every record: 44."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a record tells: the kind of warning, by its number, and the warning's reference."""

    kind: int
    reference: bytes

    def to_bytes(self) -> bytes:
        """Return its 8 bytes."""
        if len(self.reference) != REFERENCE_SIZE:
            raise ValueError(f"A reference has {REFERENCE_SIZE} bytes.")
        return self.kind.to_bytes(1) + self.reference


def seal_label(derived: Derived, label: Label) -> bytes:
    """Seal `label` under a fresh nonce, for everybody who can derive the same keys: one record."""
    nonce = secrets.token_bytes(_NONCE_SIZE)
    sealed = AESGCM(derived.label_key).encrypt(nonce, label.to_bytes(), _context(derived.locator))
    return derived.locator + nonce + sealed


def open_label(derived: Derived, record: bytes) -> Label | None:
    """Return what `record` tells, or `None` if it is not for what was derived."""
    if len(record) != RECORD_SIZE or not record.startswith(derived.locator):
        return None
    start = LOCATOR_SIZE + _NONCE_SIZE
    nonce, sealed = record[LOCATOR_SIZE:start], record[start:]
    try:
        label = AESGCM(derived.label_key).decrypt(nonce, sealed, _context(derived.locator))
    except InvalidTag:
        return None
    return Label(kind=label[0], reference=label[1:])


def find(derived: Derived, records: bytes) -> tuple[Label, ...]:
    """Return the labels in a bucket that are for what was derived, in the bucket's order.

    Raises `CheckError` (`wrong-bucket`) unless `records` are whole records.
    """
    if len(records) % RECORD_SIZE:
        raise CheckError("wrong-bucket", "A bucket is made of whole records.")
    labels = (open_label(derived, record) for record in _cut(records))
    return tuple(label for label in labels if label is not None)


def _cut(records: bytes) -> Iterator[bytes]:
    for start in range(0, len(records), RECORD_SIZE):
        yield records[start : start + RECORD_SIZE]


def _context(locator: bytes) -> bytes:
    return _CONTEXT + locator
