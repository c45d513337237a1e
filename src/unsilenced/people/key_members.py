"""JsonObject of a call that are keys, or keys sealed to somebody, refused unless well-formed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from unsilenced.json_object import JsonObject
from unsilenced.refusal import Refusal
from unsilenced.sealing.envelope import check_envelope
from unsilenced.sealing.errors import Malformed
from unsilenced.sealing.keys import KEY_SIZE, check_public_key
from unsilenced.sealing.passphrase import SALT_SIZE, check_wrapped_private_key


@dataclass(frozen=True)
class NewKey:
    """A project's new public key, its private half sealed to the recovery sheet."""

    id: UUID
    public_key: bytes
    recovery_envelope: bytes


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
    """A project's new key: `id`, `public_key` and `recovery_envelope`."""
    return NewKey(
        id=members.uuid("id"),
        public_key=public_key(members, "public_key"),
        recovery_envelope=envelope(members, "recovery_envelope"),
    )


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


def _checked(members: JsonObject, name: str, check: Callable[[bytes], None]) -> bytes:
    data = members.bytes(name)
    try:
        check(data)
    except Malformed:
        message = _("“%(name)s” is not a key, or not sealed as it should be.")
        raise Refusal(422, "wrong-member", message % {"name": name}, field=name) from None
    return data
