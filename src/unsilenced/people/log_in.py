"""The first half of a log-in: a name and the secret that the browser made of the passphrase."""

from __future__ import annotations

from functools import cache

from django.contrib.auth.hashers import check_password, make_password
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from unsilenced.json_object import to_b64u
from unsilenced.people import slowing
from unsilenced.people.models import User
from unsilenced.people.names import fold
from unsilenced.refusal import Refusal
from unsilenced.sealing.passphrase import SALT_SIZE


def salt_of(name: str) -> bytes:
    """Return the salt of a person's passphrase; for a name nobody has, a steady invented one."""
    person = User.objects.active().named(name).first()
    return bytes(person.salt) if person else _invented_salt(name)


def check(name: str, secret: bytes) -> User:
    """Return who logs in.

    Raises a 422 refusal that does not tell whether the name or the secret is wrong, and a 429
    refusal when it was wrong too often of late; both alike for a name that nobody has.
    """
    slowing.begin_try("log-in", fold(name))
    person = User.objects.active().named(name).first()
    right = check_password(to_b64u(secret), person.password if person else _nobodys())
    if person is None or not right:
        raise Refusal(
            422,
            "wrong-log-in",
            _("The name or the passphrase is wrong. Try again."),
            field="secret",
        )
    slowing.forget("log-in", fold(name))
    return person


def _invented_salt(name: str) -> bytes:
    keyed = salted_hmac("unsilenced.people.log_in/salt", fold(name), algorithm="sha256")
    return keyed.digest()[:SALT_SIZE]


@cache
def _nobodys() -> str:
    return make_password("nobody's secret")
