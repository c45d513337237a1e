"""How many people of a project get tokens on one day, even if people join and leave.

Without this, one person could invite a second self, take a day's tokens, leave, and join again, as
often as they like. When a member leaves, the row of their own tokens is deleted, so members are
counted in a row that belongs to the project. Caseworkers who are removed stay on record.
"""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.people.models import Organisation, User
from unsilenced.process.database.prepared_statement import call, run
from unsilenced.warnings.check.routines import MEMBERS
from unsilenced.warnings.models import CaseworkerTokens, TokensIssued

_MEMBERS = call(MEMBERS)

SPARE = 10
"""How many more members than there are get tokens: for those who left or joined that day."""

SPARE_CASEWORKERS = 2
"""The same for caseworkers."""


def lock_project(project_id: int) -> Organisation:
    """Lock a project's count until the end of the transaction; call it before locking any person.

    Code that changes who belongs to a project locks it first, so that no two calls wait for each
    other.
    """
    return Organisation.objects.select_for_update(no_key=True).get(pk=project_id)


def count_one(project: Organisation, day: dt.date) -> None:
    """Count one more member who gets tokens, in a locked project.

    Raises a 409 refusal `project-tokens-issued` if that day's count has reached the number of the
    project's members plus the spare ones.
    """
    counted, _made = TokensIssued.objects.get_or_create(project=project, day=day)
    ((members,),) = run(_MEMBERS, {"asked_project": project.pk})
    if counted.count >= members + SPARE:
        raise _all_issued()
    counted.count += 1
    counted.save(update_fields=["count"])


def require_one_for(person: User, day: dt.date) -> None:
    """Raise the same refusal unless a caseworker of a locked project may have tokens.

    A caseworker who got some that day may have the rest.
    """
    given = CaseworkerTokens.objects.filter(user__organisation=person.organisation_id, day=day)
    whose = set(given.values_list("user", flat=True))
    most = person.organisation.people.active().count() + SPARE_CASEWORKERS
    if person.pk not in whose and len(whose) >= most:
        raise _all_issued()


def forget_before(today: dt.date) -> None:
    """Forget how many people got tokens on days before `today`."""
    TokensIssued.objects.filter(day__lt=today).delete()


def _all_issued() -> Refusal:
    return Refusal(
        409,
        "project-tokens-issued",
        _(
            "Your project has been given all its checks for today. There will be more "
            "tomorrow. Please tell your project."
        ),
    )
