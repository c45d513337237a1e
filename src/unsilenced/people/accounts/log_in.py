"""The first half of a log-in: a name and the secret that the browser made of the passphrase."""

from __future__ import annotations

from django.contrib.auth.hashers import check_password
from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.people.accounts import decoys, throttle
from unsilenced.people.accounts.names import fold
from unsilenced.people.models import User
from unsilenced.people.separation import naming
from unsilenced.sealing.b64u import to_b64u

_AMONG = "unsilenced.people.log_in"
"""Do not change it, even if this module gets another name: if an invented salt changed at an
upgrade, it would show that nobody has the name."""


def salt_of(name: str) -> bytes:
    """Return the salt of a person's passphrase; for a name nobody has, an invented one.

    The invented salt of a name is always the same.
    """
    person = _named(name)
    return bytes(person.salt) if person else decoys.salt(name, among=_AMONG)


def check(name: str, secret: bytes) -> User:
    """Return the person who logs in.

    Raises a 422 refusal that does not tell whether the name or the secret is wrong, and a 429
    refusal after too many wrong tries. Both are the same for a name that nobody has.
    """
    tried = throttle.begin_try("log-in", fold(name))
    person = _named(name)
    right = check_password(to_b64u(secret), person.password if person else decoys.password())
    if person is None or not right:
        raise Refusal(
            422,
            "wrong-log-in",
            _("The name or the passphrase is wrong. Try again."),
            field="secret",
        )
    throttle.take_back(tried)
    return person


def _named(name: str) -> User | None:
    with naming(name=fold(name)):
        return User.objects.active().named(name).first()
