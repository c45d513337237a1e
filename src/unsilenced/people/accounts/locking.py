"""Locking a person while something of theirs changes, so that nobody removes them at that time."""

from __future__ import annotations

from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.people.models import User


def lock_person(person: User) -> User:
    """Return the person as they are now, locked until the end of the transaction.

    Raises a 401 refusal for somebody who was removed in the meantime.
    """
    held = User.objects.select_for_update(of=("self",)).active().filter(pk=person.pk).first()
    if held is None:
        message = _("Log in first. You may have been logged out after a while.")
        raise Refusal(401, "log-in", message)
    return held
