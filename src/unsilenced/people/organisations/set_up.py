"""Setting a project up: its first key and its recovery sheet, once, by its first caseworker."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.people.keys import grants
from unsilenced.people.keys.key_fields import NewKey, Sheet
from unsilenced.people.models import Project, User


def set_up(person: User, key: NewKey, envelope: bytes, sheet: Sheet) -> None:
    """Give the person's project its first key, granted to the person, and its recovery sheet.

    Raises a 409 refusal if somebody was faster, or the key's identifier is taken.
    """
    with transaction.atomic():
        project = Project.objects.select_for_update().get(pk=person.project_id)
        if project.is_set_up:
            raise Refusal(409, "set-up-before", _("Your project is set up already."))
        project.recovery_public_key = sheet.public_key
        project.recovery_secret_hash = sheet.secret_hash
        project.save()
        grants.add_key(project, key)
        grants.store([grants.NewGrant(person.pk, key.id, envelope)])
