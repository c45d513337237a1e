"""Leaving, and being removed: nothing about the member stays anywhere."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import Http404

from unsilenced.people.keys import grants
from unsilenced.people.members import accounts, log_in, sessions
from unsilenced.people.models import Member, Organisation, User


def leave(member: Member) -> None:
    """Delete the member's account and everything that belongs to it.

    Raises a 401 refusal for a member who is gone already.
    """
    with transaction.atomic():
        _forget_tries(member)
        _delete(sessions.lock_member(member))


def remove(remover: User, removed: UUID) -> None:
    """Do the same to a member of the remover's project.

    Raises a 403 refusal for a remover who does not have the project's current key, and Http404 for
    somebody who is not a member of the project.
    """
    with transaction.atomic():
        for leaving in remover.organisation.members.filter(pk=removed):
            _forget_tries(leaving)
        organisation = Organisation.objects.select_for_update().get(pk=remover.organisation_id)
        grants.require_current(remover)
        member = organisation.members.select_for_update().filter(pk=removed).first()
        if member is None:
            raise Http404
        _delete(member)


def _forget_tries(member: Member) -> None:
    """Forget the tries at the member's account, before anything is locked (`separated`)."""
    log_in.forget_tries(member)
    accounts.forget_tries(member)


def _delete(member: Member) -> None:
    sessions.end_all(member)
    member.delete()
