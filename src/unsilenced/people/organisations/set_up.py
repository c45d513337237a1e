"""Setting an organisation up: its first person makes its first key and recovery sheet, once."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.people.keys import grants
from unsilenced.people.keys.key_fields import NewKey, Sheet
from unsilenced.people.models import Organisation, User


def set_up(person: User, key: NewKey, envelope: bytes, sheet: Sheet) -> None:
    """Give the person's organisation its first key, and the person that key, and a recovery sheet.

    Raises a 409 refusal if somebody was faster, or the key's identifier is taken.
    """
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update().get(pk=person.organisation_id)
        if organisation.is_set_up:
            raise Refusal(409, "set-up-before", _("Your team is set up already."))
        organisation.recovery_public_key = sheet.public_key
        organisation.recovery_secret_hash = sheet.secret_hash
        organisation.save()
        grants.add_key(organisation, key)
        grants.store([grants.NewGrant(person.pk, key.id, envelope)])
