"""How many members of a project are given tokens on one day: a count that nobody takes along.

Whoever leaves takes the row of their own tokens along. Without this count one person could invite
a member, take thirty tokens, leave, and begin anew, as often as they like.
"""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from unsilenced.people.models import Project
from unsilenced.refusal import Refusal
from unsilenced.warnings.models import PursesIssued

SPARE = 10
"""Purses of a day beyond one for each member: for those who left or joined since the morning."""


def hold(project_id: int) -> Project:
    """Hold a project's count until the end of the transaction, before anybody of the project.

    Whatever changes who belongs to a project holds it first, so that no two wait for each other.
    """
    return Project.objects.select_for_update(no_key=True).get(pk=project_id)


def count_one(project: Project, day: dt.date) -> None:
    """Count one more purse of a project that is held.

    Raises a 409 refusal `project-tokens-issued` where the project has had as many that day as it
    has members, and the spare ones.
    """
    counted, _made = PursesIssued.objects.get_or_create(project=project, day=day)
    if counted.count >= project.members.count() + SPARE:
        raise Refusal(
            409,
            "project-tokens-issued",
            _(
                "Your project has been given all its checks for today. There will be more "
                "tomorrow. Please tell your project."
            ),
        )
    counted.count += 1
    counted.save(update_fields=["count"])


def forget_before(today: dt.date) -> None:
    """Forget how many there were on days before `today`."""
    PursesIssued.objects.filter(day__lt=today).delete()
