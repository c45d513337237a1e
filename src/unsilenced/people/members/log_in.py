"""A member's log-in: a pseudonym and the secret that the browser made of the passphrase."""

from __future__ import annotations

from django.contrib.auth.hashers import check_password
from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.people.accounts import decoys, throttle
from unsilenced.people.accounts.names import fold
from unsilenced.people.models import Member
from unsilenced.people.separation import naming
from unsilenced.sealing.b64u import to_b64u

_WHAT = "member log-in"


def salt_of(pseudonym: str) -> bytes:
    """Return the salt of a member's passphrase; for an unknown pseudonym, an invented one.

    The invented salt of a pseudonym is always the same.
    """
    member = _named(pseudonym)
    return bytes(member.salt) if member else decoys.salt(pseudonym, among="unsilenced.members")


def check(pseudonym: str, secret: bytes) -> Member:
    """Return the member who logs in.

    Raises a 422 refusal that does not tell whether pseudonym or secret is wrong, and a 429 refusal
    after too many wrong tries. Both are the same for a pseudonym that nobody has.
    """
    tried = throttle.begin_try(_WHAT, fold(pseudonym))
    member = _named(pseudonym)
    right = check_password(to_b64u(secret), member.password if member else decoys.password())
    if member is None or not right:
        message = _("The name or the passphrase is wrong. Try again.")
        raise Refusal(422, "wrong-log-in", message, field="secret")
    throttle.take_back(tried)
    return member


def _named(pseudonym: str) -> Member | None:
    with naming(name=fold(pseudonym)):
        return Member.objects.named(pseudonym).first()


def forget_tries(member: Member) -> None:
    """Forget how often somebody failed to log in as the member."""
    throttle.forget(_WHAT, member.folded_pseudonym)
