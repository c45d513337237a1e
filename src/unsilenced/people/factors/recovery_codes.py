"""Recovery codes: ten one-time codes that stand in for a lost second factor."""

from __future__ import annotations

import secrets
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.people.accounts.locking import lock_person
from unsilenced.people.models import RecoveryCode, User

COUNT = 10
LENGTH = 10
"""Base32 characters of a code (RFC 4648, section 6): 50 bits."""

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def renew(person: User) -> list[str]:
    """Make new codes for the person, and return them: this is the only time they are shown.

    Raises a 401 refusal for somebody who was removed in the meantime.
    """
    codes: set[str] = set()
    while len(codes) < COUNT:
        codes.add("".join(secrets.choice(_ALPHABET) for _ in range(LENGTH)))
    with transaction.atomic():
        lock_person(person)
        person.recovery_codes.all().delete()
        RecoveryCode.objects.bulk_create(
            RecoveryCode(user=person, code_hash=_hash(code)) for code in codes
        )
    return sorted(codes)


def check(person: User, code: str) -> None:
    """Use a code up, with any spacing; raise a 422 refusal if the person does not have it."""
    canonical = "".join(code.replace("-", " ").split()).upper()
    used, _kinds = person.recovery_codes.filter(code_hash=_hash(canonical)).delete()
    if not used:
        message = _("This code is wrong or was used. Try another code of your list.")
        raise Refusal(422, "wrong-code", message, field="code")


def _hash(code: str) -> bytes:
    return sha256(code.encode()).digest()
