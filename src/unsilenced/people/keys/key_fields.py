"""Members of a call that are keys, or keys sealed to somebody; badly formed ones are refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from unsilenced.http.fields import Bytes, Objects, Text, Uuid, WellFormed
from unsilenced.sealing.box import OVERHEAD
from unsilenced.sealing.envelope import check_envelope
from unsilenced.sealing.header import check_shape
from unsilenced.sealing.keys import KEY_SIZE, check_public_key
from unsilenced.sealing.padding import SIZES
from unsilenced.sealing.passphrase import SALT_SIZE, check_wrapped_private_key

MOST_KEYS = 500
"""Keys of one organisation in a call, at most: each removal adds one."""

MOST_NAME = 200

SETTINGS_SIZE = SIZES[0] + OVERHEAD
"""Bytes of a member's sealed settings: all have the same size."""


def _check_settings(sealed: bytes) -> None:
    check_shape(sealed, frozenset({SETTINGS_SIZE}))


PublicKey = Annotated[bytes, WellFormed(check=check_public_key)]
"""A public key to which it is safe to seal."""

Envelope = Annotated[bytes, WellFormed(check=check_envelope)]
"""A private key sealed to a public key."""

Secret = Annotated[bytes, Bytes(size=KEY_SIZE)]
"""A secret of 32 bytes, or the SHA-256 of one."""

Salt = Annotated[bytes, Bytes(size=SALT_SIZE)]

WrappedPrivateKey = Annotated[bytes, WellFormed(check=check_wrapped_private_key)]
"""A private key under a passphrase."""

Settings = Annotated[bytes, WellFormed(check=_check_settings)]
"""A member's settings, sealed."""

Name = Annotated[str, Text(most=MOST_NAME)]


@dataclass(frozen=True)
class NewKey:
    """An organisation's new public key, its private half sealed to the recovery sheet."""

    id: Uuid
    public_key: PublicKey
    recovery_envelope: Envelope


@dataclass(frozen=True)
class Sheet:
    """What the server keeps of a recovery sheet."""

    public_key: PublicKey
    secret_hash: Secret


@dataclass(frozen=True)
class NewSheet:
    """A recovery sheet that replaces another, with a person's keys sealed to it."""

    sheet: Sheet
    envelopes: Mapping[UUID, bytes]


@dataclass(frozen=True)
class KeyForSheet:
    """A key of a person's, sealed to a recovery sheet."""

    key: Uuid
    recovery_envelope: Envelope


@dataclass(frozen=True)
class SheetInPlace(Sheet):
    """A sheet in the place of another, as it is sent: one envelope for each key."""

    envelopes: Annotated[tuple[KeyForSheet, ...], Objects(MOST_KEYS, once="key")]

    def new_sheet(self) -> NewSheet:
        """Return the sheet with its envelopes by key."""
        return NewSheet(self, {each.key: each.recovery_envelope for each in self.envelopes})


@dataclass(frozen=True)
class Passphrase:
    """What the server is told about a passphrase: salt, log-in secret and the key it wraps."""

    salt: Salt
    secret: Secret
    wrapped_private_key: WrappedPrivateKey


@dataclass(frozen=True)
class NewPassphrase(Passphrase):
    """A passphrase in the place of another, whose log-in secret is `old_secret`."""

    old_secret: Secret


@dataclass(frozen=True)
class NewPerson(Passphrase):
    """Somebody who joins, with what their browser made."""

    user: Uuid
    name: Name
    public_key: PublicKey


@dataclass(frozen=True)
class NewMember(Passphrase):
    """Somebody who becomes a member, with what their browser made."""

    member: Uuid
    pseudonym: Name
    public_key: PublicKey
    settings: Settings
