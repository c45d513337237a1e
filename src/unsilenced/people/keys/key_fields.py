"""Members of a call that are keys, or keys sealed to somebody, refused unless well-formed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Sized
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from unsilenced.http.json_object import JsonObject
from unsilenced.http.refusal import Refusal
from unsilenced.sealing.box import OVERHEAD
from unsilenced.sealing.envelope import check_envelope
from unsilenced.sealing.errors import Malformed
from unsilenced.sealing.header import check_shape
from unsilenced.sealing.keys import KEY_SIZE, check_public_key
from unsilenced.sealing.padding import SIZES
from unsilenced.sealing.passphrase import SALT_SIZE, check_wrapped_private_key

MOST_KEYS = 500
"""Keys of one organisation in a call: it has one more with each removal."""

SETTINGS_SIZE = SIZES[0] + OVERHEAD
"""Bytes of a member's sealed settings: all have the same."""


@dataclass(frozen=True)
class NewKey:
    """An organisation's new public key, its private half sealed to the recovery sheet."""

    id: UUID
    public_key: bytes
    recovery_envelope: bytes


@dataclass(frozen=True)
class Sheet:
    """What the server keeps of a recovery sheet."""

    public_key: bytes
    secret_hash: bytes


@dataclass(frozen=True)
class NewSheet:
    """A recovery sheet that takes the place of another, with the keys of a person sealed to it."""

    sheet: Sheet
    envelopes: Mapping[UUID, bytes]


@dataclass(frozen=True)
class Passphrase:
    """What the server is told of a passphrase: salt, log-in secret and the key it wraps."""

    salt: bytes
    secret: bytes
    wrapped_private_key: bytes


@dataclass(frozen=True)
class NewPerson:
    """Somebody who joins: their name, passphrase and public key, made in their browser."""

    id: UUID
    name: str
    public_key: bytes
    passphrase: Passphrase


@dataclass(frozen=True)
class NewMember:
    """Somebody who becomes a member, as their browser made them."""

    id: UUID
    pseudonym: str
    public_key: bytes
    passphrase: Passphrase
    settings: bytes


def public_key(members: JsonObject, name: str) -> bytes:
    """A public key that something can be sealed to."""
    return _checked(members, name, check_public_key)


def envelope(members: JsonObject, name: str) -> bytes:
    """A private key sealed to a public key."""
    return _checked(members, name, check_envelope)


def secret(members: JsonObject, name: str) -> bytes:
    """A secret of 32 bytes, or the SHA-256 of one."""
    return members.bytes(name, size=KEY_SIZE)


def new_key(members: JsonObject) -> NewKey:
    """An organisation's new key: `id`, `public_key` and `recovery_envelope`."""
    return NewKey(
        id=members.uuid("id"),
        public_key=public_key(members, "public_key"),
        recovery_envelope=envelope(members, "recovery_envelope"),
    )


def sheet(members: JsonObject) -> Sheet:
    """A recovery sheet: `public_key` and `secret_hash`."""
    return Sheet(
        public_key=public_key(members, "public_key"),
        secret_hash=secret(members, "secret_hash"),
    )


def new_sheet(members: JsonObject) -> NewSheet:
    """A sheet in the place of another: `envelopes` too, one of each `key` that a person holds."""
    sealed = members.objects("envelopes", most=MOST_KEYS)
    envelopes = {one.uuid("key"): envelope(one, "recovery_envelope") for one in sealed}
    refuse_twice("envelopes", sealed, envelopes)
    return NewSheet(sheet(members), envelopes)


def refuse_twice(name: str, told: Sequence[JsonObject], read: Sized) -> None:
    """Raise a 422 refusal where several objects of the member `name` are about the same."""
    if len(read) != len(told):
        message = _("“%(name)s” names the same twice.")
        raise Refusal(422, "wrong-member", message % {"name": name}, field=name)


def passphrase(members: JsonObject, *, log_in_member: str = "secret") -> Passphrase:
    """A passphrase: `salt`, the log-in secret, and `wrapped_private_key`."""
    return Passphrase(
        salt=members.bytes("salt", size=SALT_SIZE),
        secret=secret(members, log_in_member),
        wrapped_private_key=_checked(members, "wrapped_private_key", check_wrapped_private_key),
    )


def new_person(members: JsonObject, *, log_in_member: str = "secret") -> NewPerson:
    """Somebody who joins: `user`, `name`, `public_key` and a passphrase."""
    return NewPerson(
        id=members.uuid("user"),
        name=members.text("name", most=200),
        public_key=public_key(members, "public_key"),
        passphrase=passphrase(members, log_in_member=log_in_member),
    )


def new_member(members: JsonObject) -> NewMember:
    """Somebody who becomes a member: `member`, `pseudonym`, `public_key`, settings, passphrase."""
    return NewMember(
        id=members.uuid("member"),
        pseudonym=members.text("pseudonym", most=200),
        public_key=public_key(members, "public_key"),
        passphrase=passphrase(members),
        settings=settings(members),
    )


def settings(members: JsonObject) -> bytes:
    """A member's settings, sealed."""
    return _checked(members, "settings", _check_settings)


def _check_settings(sealed: bytes) -> None:
    check_shape(sealed, frozenset({SETTINGS_SIZE}))


def _checked(members: JsonObject, name: str, check: Callable[[bytes], None]) -> bytes:
    data = members.bytes(name)
    try:
        check(data)
    except Malformed:
        message = _("“%(name)s” is not a key, or not sealed as it should be.")
        raise Refusal(422, "wrong-member", message % {"name": name}, field=name) from None
    return data
