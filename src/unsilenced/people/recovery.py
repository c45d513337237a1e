"""The recovery sheet: whoever has it restores a project whose people lost their passphrases."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from unsilenced.people import enrolment, keys
from unsilenced.people.key_members import NewPerson
from unsilenced.people.models import Project, User
from unsilenced.refusal import Refusal
from unsilenced.sealing.recovery import secret_hash


def open_sheet(slug: str, secret: bytes) -> Project:
    """Return the project whose recovery sheet holds `secret`.

    Raises a 422 refusal for a wrong sheet or project, not telling which. Nobody is slowed down:
    256 random bits are not guessed, and a pause would let a stranger keep the right sheet out.
    """
    project = Project.objects.filter(slug=slug).first()
    kept = project.recovery_secret_hash if project else None
    if project is None or not constant_time_compare(secret_hash(secret), bytes(kept or b"")):
        message = _("These words do not open this project. Check each one against the sheet.")
        raise Refusal(422, "wrong-sheet", message, field="secret")
    return project


def restore(slug: str, secret: bytes, person: NewPerson, envelopes: Mapping[UUID, bytes]) -> User:
    """Add a person who holds the sheet; `envelopes` grants every key of the project, by its id.

    Raises the refusals of `open_sheet` and `enrolment.add_person`, and a 409 refusal for any
    other set of envelopes.
    """
    project = open_sheet(slug, secret)
    with transaction.atomic():
        Project.objects.select_for_update().get(pk=project.pk)
        if set(envelopes) != set(project.keys.values_list("pk", flat=True)):
            message = _("The project's keys have changed meanwhile. Type the words again.")
            raise Refusal(409, "keys-changed", message)
        user = enrolment.add_person(project, person)
        keys.store([keys.NewGrant(user.pk, key, sealed) for key, sealed in envelopes.items()])
    return user
