"""What a name that nobody has is answered with, so that it looks like one that somebody has."""

from __future__ import annotations

from functools import cache

from django.contrib.auth.hashers import make_password
from django.utils.crypto import salted_hmac

from unsilenced.people.accounts.names import fold
from unsilenced.sealing.passphrase import SALT_SIZE


def salt(name: str, *, among: str) -> bytes:
    """Return a steady salt, that only the site can tell, for a `name` that nobody `among` has."""
    return salted_hmac(f"{among}/salt", fold(name), algorithm="sha256").digest()[:SALT_SIZE]


@cache
def password() -> str:
    """Return a stored password to compare with, so that comparing takes as long."""
    return make_password("nobody's secret")
