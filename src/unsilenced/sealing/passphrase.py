"""Passphrases: how a caseworker logs in and unlocks a private key with one thing to remember."""

import secrets
import unicodedata
from dataclasses import dataclass, field
from uuid import UUID

from unsilenced.sealing.box import OVERHEAD, open_box, seal_box
from unsilenced.sealing.context import private_key_context
from unsilenced.sealing.errors import Malformed
from unsilenced.sealing.header import check_shape
from unsilenced.sealing.keys import KEY_SIZE, check_key_size
from unsilenced.sealing.stretch import Cost, derive_key, stretch

SALT_SIZE = 16
COST = Cost(memory=65_536, passes=3)

WRAPPED_SIZE = KEY_SIZE + OVERHEAD
"""Bytes of a wrapped private key: 63."""

_SIZES = frozenset({WRAPPED_SIZE})


@dataclass(frozen=True, slots=True)
class PassphraseKeys:
    """The secret that is sent at log-in, and the key that never leaves the browser."""

    log_in_secret: bytes = field(repr=False)
    wrapping_key: bytes = field(repr=False)


def draw_salt() -> bytes:
    """Draw the salt of one caseworker's passphrase."""
    return secrets.token_bytes(SALT_SIZE)


def derive(passphrase: str, salt: bytes) -> PassphraseKeys:
    """Stretch the passphrase (in NFKC) into its keys; this takes 64 MiB and about 250 ms.

    Raises `Malformed` (`salt`, `text`).
    """
    check_salt(salt)
    try:
        password = unicodedata.normalize("NFKC", passphrase).encode()
    except UnicodeEncodeError:
        raise Malformed("text", "The passphrase has a half character in it.") from None
    stretched = stretch(password, salt=salt, cost=COST)
    return PassphraseKeys(
        log_in_secret=derive_key(stretched, "unsilenced/1/passphrase/log-in"),
        wrapping_key=derive_key(stretched, "unsilenced/1/passphrase/wrap"),
    )


def wrap_private_key(private_key: bytes, *, wrapping_key: bytes, user: UUID) -> bytes:
    """Seal a caseworker's private key under the wrapping key."""
    check_key_size(private_key)
    return seal_box(private_key, key=wrapping_key, context=private_key_context(user))


def unwrap_private_key(wrapped: bytes, *, wrapping_key: bytes, user: UUID) -> bytes:
    """Return the private key inside; raises `Malformed` or `WillNotOpen`."""
    check_wrapped_private_key(wrapped)
    return open_box(wrapped, key=wrapping_key, context=private_key_context(user))


def check_wrapped_private_key(wrapped: bytes) -> None:
    """Raise `Malformed` (`version`, `suite`, `size`) unless it can be a wrapped private key."""
    check_shape(wrapped, _SIZES)


def check_salt(salt: bytes) -> None:
    """Raise `Malformed` (`salt`) unless `salt` has 16 bytes."""
    if len(salt) != SALT_SIZE:
        raise Malformed("salt", f"A salt has {SALT_SIZE} bytes, not {len(salt)}.")
