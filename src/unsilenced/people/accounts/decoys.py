"""Answers for names that nobody has; they look like the answers for existing names."""

from __future__ import annotations

from functools import cache

from django.contrib.auth.hashers import make_password
from django.utils.crypto import salted_hmac

from unsilenced.people.accounts.names import fold
from unsilenced.sealing.passphrase import SALT_SIZE


def salt(name: str, *, among: str) -> bytes:
    """Return a constant salt for a `name` that nobody has; only the site can compute it."""
    return salted_hmac(f"{among}/salt", fold(name), algorithm="sha256").digest()[:SALT_SIZE]


@cache
def password() -> str:
    """Return a stored password to compare with, so that the comparison takes just as long."""
    return make_password("nobody's secret")
