"""Changing one's passphrase: the same private key, wrapped with the new one."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.people.accounts import throttle
from unsilenced.people.accounts.locking import lock_person
from unsilenced.people.keys.key_fields import Passphrase
from unsilenced.people.models import User
from unsilenced.people.separation import act_for
from unsilenced.sealing.b64u import to_b64u


def change(person: User, old_secret: bytes, new: Passphrase) -> User:
    """Replace the person's passphrase, and return the person; their other sessions end.

    Raises a 422 refusal if the old one is wrong, a 429 refusal after too many wrong tries, and a
    401 refusal for somebody who was removed in the meantime.
    """
    throttle.begin_try("passphrase", str(person.pk))
    with transaction.atomic():
        act_for(person.organisation_id)
        held = lock_person(person)
        if not held.check_password(to_b64u(old_secret)):
            message = _("Your present passphrase is wrong. Nothing was changed.")
            raise Refusal(422, "wrong-passphrase", message, field="old_secret")
        held.set_password(to_b64u(new.secret))
        held.salt = new.salt
        held.wrapped_private_key = new.wrapped_private_key
        held.save(update_fields=["password", "salt", "wrapped_private_key"])
    throttle.forget("passphrase", str(person.pk))
    return held
