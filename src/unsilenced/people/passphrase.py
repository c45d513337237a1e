"""Changing one's passphrase: the same private key, wrapped anew."""

from __future__ import annotations

from django.utils.translation import gettext as _

from unsilenced.members import to_b64u
from unsilenced.people import slowing
from unsilenced.people.key_members import Passphrase
from unsilenced.people.models import User
from unsilenced.refusal import Refusal


def change(person: User, old_secret: bytes, new: Passphrase) -> None:
    """Replace the person's passphrase; their other sessions end.

    Raises a 422 refusal if the old one is wrong, and a 429 refusal when it was too often.
    """
    slowing.begin_try("passphrase", str(person.pk))
    if not person.check_password(to_b64u(old_secret)):
        message = _("Your present passphrase is wrong. Nothing was changed.")
        raise Refusal(422, "wrong-passphrase", message, field="old_secret")
    slowing.forget("passphrase", str(person.pk))
    person.set_password(to_b64u(new.secret))
    person.salt = new.salt
    person.wrapped_private_key = new.wrapped_private_key
    # Only these: somebody may be removing the person at this moment.
    person.save(update_fields=["password", "salt", "wrapped_private_key"])
