"""The keys of a project in its people's hands: what one holds, and granting to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.people.keys.key_fields import NewKey
from unsilenced.people.models import KeyGrant, Project, ProjectKey, User


@dataclass(frozen=True)
class NewGrant:
    """A project's private key, sealed to one of its people."""

    user: UUID
    key: UUID
    envelope: bytes


def current_key(project: Project) -> ProjectKey | None:
    """Return the key that new records are sealed to; none before set-up."""
    return project.keys.current().first()


def held_by(person: User) -> list[KeyGrant]:
    """Return the keys a person was granted, those of the newest day first."""
    return list(person.grants.select_related("key").order_by("-key__made_on", "key"))


def require_current(person: User) -> None:
    """Raise a 403 refusal unless the person was given the project's current key, and still is in.

    Whoever has joined and was never given the key was never checked by anybody, and may not act
    for the project. A removal takes the keys away, so this also refuses who was removed meanwhile.
    """
    current = ProjectKey.objects.current().filter(project=person.project_id)
    if not KeyGrant.objects.filter(user=person.pk, key__in=current).exists():
        message = _(
            "You do not have the project's key yet. "
            "Ask a colleague to give it to you on the Team page."
        )
        raise Refusal(403, "key-not-held", message)


def add_key(project: Project, key: NewKey) -> None:
    """Make `key` the project's current one; raise a 409 refusal if it was used before."""
    same_id = ProjectKey.objects.filter(pk=key.id).exists()
    if same_id or project.keys.filter(public_key=key.public_key).exists():
        raise Refusal(409, "key-taken", _("This key was used before. Please try again."))
    today = timezone.localdate()
    project.keys.current().update(retired_on=today)
    ProjectKey.objects.create(
        id=key.id,
        project=project,
        public_key=key.public_key,
        recovery_envelope=key.recovery_envelope,
        made_on=today,
    )


def give(giver: User, grants: Sequence[NewGrant]) -> None:
    """Grant keys of the giver's project to its people; a grant that stands stays as it is.

    Raises Http404 for a person or key that is not the project's, and a 403 refusal for a key
    the giver does not hold, or for a giver who does not hold the current one.
    """
    with transaction.atomic():
        project = Project.objects.select_for_update().get(pk=giver.project_id)
        require_current(giver)
        people = set(project.people.active().values_list("pk", flat=True))
        keys = set(project.keys.values_list("pk", flat=True))
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
