"""A new recovery sheet, which replaces the present one; the old one then opens nothing.

Only the sheet's own browser can seal keys to it, and only keys that its person has. So the person
who makes a new sheet must have every key of the team: the new sheet must open as much as the old
one.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.people.keys import grants
from unsilenced.people.keys.key_fields import NewSheet
from unsilenced.people.models import KeyGrant, Organisation, RecoveryRequest, User


def replace(person: User, new: NewSheet) -> None:
    """Replace the sheet of the person's organisation.

    Raises a 403 refusal for somebody who does not have the current key, and those of `lay_down`.
    """
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update().get(pk=person.organisation_id)
        grants.require_current(person)
        lay_down(
            organisation, person, new, organisation.people.active().values_list("pk", flat=True)
        )


def lay_down(
    organisation: Organisation, person: User, new: NewSheet, team: Collection[UUID]
) -> None:
    """Replace the sheet of a locked organisation.

    Raises a 409 refusal for the present sheet, and for envelopes that are not exactly of the keys
    that the person has. Raises a 403 refusal for somebody who has fewer keys than the `team`.
    """
    _refuse_present(organisation, new)
    mine = _held_by([person.pk])
    if not _held_by(team) <= mine:
        message = _(
            "You do not have all keys of the team, and the new sheet must open them all. "
            "Ask a colleague to give you the others, or to do this."
        )
        raise Refusal(403, "key-not-held", message)
    if set(new.envelopes) != mine:
        message = _("The team's keys have changed meanwhile. Load this page again.")
        raise Refusal(409, "keys-changed", message)
    for key in organisation.keys.filter(pk__in=mine):
        key.recovery_envelope = new.envelopes[key.pk]
        key.save(update_fields=["recovery_envelope"])
    organisation.recovery_public_key = new.sheet.public_key
    organisation.recovery_secret_hash = new.sheet.secret_hash
    organisation.save(update_fields=["recovery_public_key", "recovery_secret_hash"])
    # Somebody who waits with the old sheet cannot come in any more.
    RecoveryRequest.objects.filter(organisation=organisation).delete()


def _refuse_present(organisation: Organisation, new: NewSheet) -> None:
    same_key = bytes(organisation.recovery_public_key or b"") == new.sheet.public_key
    kept = bytes(organisation.recovery_secret_hash or b"")
    if same_key or constant_time_compare(kept, new.sheet.secret_hash):
        message = _("This is the sheet that you have. Load this page again to make a new one.")
        raise Refusal(409, "sheet-taken", message)


def _held_by(people: Collection[UUID]) -> set[UUID]:
    return set(KeyGrant.objects.filter(user__in=people).values_list("key_id", flat=True))
