"""Answers for names that nobody has, which look like those for names that somebody has."""

from __future__ import annotations

from functools import cache

from django.contrib.auth.hashers import make_password
from django.utils.crypto import salted_hmac

from unsilenced.people.accounts.names import fold
from unsilenced.sealing.passphrase import SALT_SIZE


def salt(name: str, *, among: str) -> bytes:
    """Return a constant salt, which only the site can compute, for a `name` that nobody has."""
    return salted_hmac(f"{among}/salt", fold(name), algorithm="sha256").digest()[:SALT_SIZE]


@cache
def password() -> str:
    """Return a stored password to compare with, so that the comparison takes as long."""
    return make_password("nobody's secret")
