"""Removing a person: their keys are deleted, and a new key and recovery sheet apply at once."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.dispatch import Signal
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.people.keys import grants, new_sheet
from unsilenced.people.keys.key_fields import NewKey, NewSheet
from unsilenced.people.models import KeyGrant, Organisation, Totp, User

left = Signal()
"""Sent with `person` in the transaction that removes somebody, so that apps above this one can end
what the person asked for."""


def remove(
    remover: User, removed: UUID, key: NewKey, envelopes: Mapping[UUID, bytes], sheet: NewSheet
) -> None:
    """Remove a person of the remover's organisation and replace its current key with `key`.

    `envelopes` gives the new key to each person who stays and has the current one. Somebody who was
    never given a key, and so never checked, need not get this one either. The person who leaves may
    have kept the words of the recovery sheet, so `sheet` replaces it, and `key` is sealed only to
    the new one. All of this happens or none of it. Open invitations end too.

    Raises Http404 for somebody who is not of the organisation, a 403 refusal for a remover who does
    not have the current key, and a 409 refusal for the last person or the last one with the key,
    for any other set of envelopes, and for a key that was used before; and those of
    `new_sheet.lay_down`.
    """
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update().get(pk=remover.organisation_id)
        people = {person.pk: person for person in organisation.people.active()}
        if removed not in people or remover.pk not in people:
            raise Http404
        grants.require_current(remover)
        leaving = people.pop(removed)
        holding = KeyGrant.objects.filter(key__in=organisation.keys.current(), user__in=people)
        _check_staying(set(people), set(holding.values_list("user_id", flat=True)), envelopes)
        new_sheet.lay_down(organisation, remover, sheet, people)
        _end_account(leaving)
        # The person who leaves may have kept a link; the site does not know who made which.
        organisation.invitations.all().delete()
        organisation.member_invitations.all().delete()
        grants.add_key(organisation, key)
        grants.store([grants.NewGrant(user, key.id, sealed) for user, sealed in envelopes.items()])


def _check_staying(staying: set[UUID], holding: set[UUID], envelopes: Mapping[UUID, bytes]) -> None:
    if not staying:
        message = _("You are the last one here, so you cannot be removed.")
        raise Refusal(409, "last-person", message)
    if not holding:
        message = _("Nobody else has the team's key. Give it to a colleague first.")
        raise Refusal(409, "last-person", message)
    if not holding <= set(envelopes) <= staying:
        message = _("Your team has changed meanwhile. Load this page again and try once more.")
        raise Refusal(409, "team-changed", message)


def _end_account(person: User) -> None:
    # Sessions contain a hash of the password and stop with it; only the name and days stay.
    person.set_unusable_password()
    person.removed_on = timezone.localdate()
    person.email = ""
    person.salt = person.public_key = person.wrapped_private_key = b""
    person.save()
    person.grants.all().delete()
    person.passkeys.all().delete()
    person.recovery_codes.all().delete()
    Totp.objects.filter(user=person).delete()
    left.send(User, person=person)
