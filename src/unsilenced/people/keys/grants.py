"""The keys of an organisation that its people have, and giving keys to a colleague."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from unsilenced.http.fields import Uuid
from unsilenced.http.refusal import Refusal
from unsilenced.people.keys.key_fields import Envelope, NewKey
from unsilenced.people.models import KeyGrant, Organisation, OrganisationKey, User
from unsilenced.process.database.taken import if_taken


@dataclass(frozen=True)
class NewGrant:
    """An organisation's private key, sealed to one of its people."""

    user: Uuid
    key: Uuid
    envelope: Envelope


def current_key(organisation: Organisation) -> OrganisationKey | None:
    """Return the key that new records are sealed to; None before set-up."""
    return organisation.keys.current().first()


def held_by(person: User) -> list[KeyGrant]:
    """Return the keys that a person was given, the newest day first."""
    return list(person.grants.select_related("key").order_by("-key__made_on", "key"))


def require_current(person: User) -> None:
    """Raise a 403 refusal unless the person was given the organisation's current key.

    A person who joined and was never given the key was never checked by a colleague, and may not
    act for the organisation. A removal takes the keys away, so this also refuses a person who was
    removed in the meantime.
    """
    current = OrganisationKey.objects.current().filter(organisation=person.organisation_id)
    if not KeyGrant.objects.filter(user=person.pk, key__in=current).exists():
        message = _(
            "You do not have the team's key yet. "
            "Ask a colleague to give it to you on the Team page."
        )
        raise Refusal(403, "key-not-held", message)


def add_key(organisation: Organisation, key: NewKey) -> None:
    """Make `key` the organisation's current one; raise a 409 refusal if it was used before."""
    if organisation.keys.filter(public_key=key.public_key).exists():
        raise _key_taken()
    today = timezone.localdate()
    organisation.keys.current().update(retired_on=today)
    # It may be another organisation's, which this call cannot see: a look-up before would not find
    # it.
    with if_taken(_key_taken), transaction.atomic():
        OrganisationKey.objects.create(
            id=key.id,
            organisation=organisation,
            public_key=key.public_key,
            recovery_envelope=key.recovery_envelope,
            made_on=today,
        )


def _key_taken() -> Refusal:
    return Refusal(409, "key-taken", _("This key was used before. Please try again."))


def give(giver: User, grants: Sequence[NewGrant]) -> None:
    """Give keys of the giver's organisation to its people; an existing grant stays as it is.

    Raises Http404 for a person or key that is not the organisation's, and a 403 refusal for a key
    that the giver does not have, or for a giver who does not have the current one.
    """
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update().get(pk=giver.organisation_id)
        require_current(giver)
        people = set(organisation.people.active().values_list("pk", flat=True))
        keys = set(organisation.keys.values_list("pk", flat=True))
        if any(grant.user not in people or grant.key not in keys for grant in grants):
            raise Http404
        held = set(giver.grants.values_list("key_id", flat=True))
        if any(grant.key not in held for grant in grants):
            message = _("You can only pass on a key that was given to you.")
            raise Refusal(403, "key-not-held", message, field="grants")
        store(grants, keep_standing=True)


def store(grants: Sequence[NewGrant], *, keep_standing: bool = False) -> None:
    """Store grants."""
    KeyGrant.objects.bulk_create(
        [KeyGrant(user_id=one.user, key_id=one.key, envelope=one.envelope) for one in grants],
        ignore_conflicts=keep_standing,
    )
