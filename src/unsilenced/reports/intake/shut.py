"""What a project takes no more of until the hour ends, whatever it opens in that time.

The limits of a day hold exactly (`quotas`). Somebody who used one up could keep trying, and so see
to the second when the project opened a report and when another report came. So what was full in an
hour stays shut until that hour ends, and the writer's pages tell only how it was when the hour
began.
"""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from unsilenced.reports.models import Kept, Shut


def this_hour() -> tuple[date, int]:
    """Return the present day and hour."""
    now = timezone.localtime()
    return now.date(), now.hour


def is_shut(project: int, what: Kept) -> bool:
    """Whether `project` (its key) was full of `what` in this hour."""
    return _now().filter(project=project, what=what).exists()


def shut(project: int, what: Kept) -> None:
    """Take no more of `what` until the hour ends. Call it in the turn of `project` (its key)."""
    if not is_shut(project, what):
        _keep(project, what, told=False)


def shut_and_tell(project: int, what: Kept) -> None:
    """The same at the start of an hour, and the pages tell it. Call it in the project's turn."""
    _keep(project, what, told=True)


def is_told(project: int, what: Kept) -> bool:
    """Whether `project` (its key) was full of `what` when this hour began."""
    return _now().filter(project=project, what=what, told=True).exists()


def forget_past() -> None:
    """Forget what was shut in past hours."""
    day, hour = this_hour()
    Shut.objects.exclude(day=day, hour=hour).delete()


def _now() -> QuerySet[Shut]:
    day, hour = this_hour()
    return Shut.objects.filter(day=day, hour=hour)


def _keep(project: int, what: Kept, *, told: bool) -> None:
    day, hour = this_hour()
    Shut.objects.update_or_create(
        project_id=project, what=what, defaults={"day": day, "hour": hour, "told": told}
    )
