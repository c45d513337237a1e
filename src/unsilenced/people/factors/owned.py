"""The second factors that a person has: listing them, and removing any but the last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.people.accounts.locking import lock_person
from unsilenced.people.models import Totp, User

FactorKind = Literal["totp", "passkey"]
Method = Literal["totp", "passkey", "recovery-code"]
"""A way in which somebody can finish a log-in."""


@dataclass(frozen=True)
class Factor:
    """A second factor; `kind` is `totp` or `passkey`, `name` is the person's name for it."""

    id: str
    kind: FactorKind
    name: str


def factors(person: User) -> list[Factor]:
    """Return the person's second factors."""
    totps = Totp.objects.filter(user=person)
    passkeys = person.passkeys.order_by("name", "pk")
    return [
        *(Factor(f"totp-{totp.pk}", "totp", "") for totp in totps),
        *(Factor(f"passkey-{passkey.pk}", "passkey", passkey.name) for passkey in passkeys),
    ]


def methods(person: User) -> list[Method]:
    """Return the ways in which the person can finish a log-in; none before they add a factor."""
    kinds = sorted({factor.kind for factor in factors(person)}, reverse=True)
    codes: list[Method] = ["recovery-code"] if kinds and person.recovery_codes.exists() else []
    return [*kinds, *codes]


def remove(person: User, factor: str) -> None:
    """Remove a second factor.

    Raises Http404 if the person does not have it, a 409 refusal for the last one, and a 401 refusal
    for somebody who was removed in the meantime.
    """
    with transaction.atomic():
        lock_person(person)
        owned = {one.id: one for one in factors(person)}
        if factor not in owned:
            raise Http404
        if len(owned) == 1:
            raise Refusal(
                409, "last-factor", _("This is your only second factor. Add another one first.")
            )
        if owned[factor].kind == "totp":
            Totp.objects.filter(user=person).delete()
        else:
            person.passkeys.filter(pk=factor.removeprefix("passkey-")).delete()
