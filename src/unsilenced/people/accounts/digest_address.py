"""Where a person wants the digest: an address chosen only for this, or none."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.people.accounts.locking import lock_person
from unsilenced.people.models import User

MOST = 254
"""Characters of an address, at most (RFC 5321, section 4.5.3.1.3)."""


def choose(person: User, address: str) -> None:
    """Send the person's digest to `address`, or nowhere if it is empty.

    Raises a 422 refusal for what is not an e-mail address, and a 401 refusal for somebody who was
    removed in the meantime.
    """
    address = address.strip()
    if address:
        _refuse_unlike_address(address)
    with transaction.atomic():
        lock_person(person)
        person.email = address
        person.save(update_fields=["email"])


def _refuse_unlike_address(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError:
        message = _("This does not look like an e-mail address. It needs an @ and a dot.")
        raise Refusal(422, "wrong-member", message, field="email") from None
