"""What a project takes no more of until the hour ends, whatever it opens in that time.

The limits of a day hold exactly (`quotas`). Somebody who used one up could keep trying, and so see
to the second when the project opened a report and when another report came. So what was full in an
hour stays closed until that hour ends, and the writer's pages show only how it was when the hour
began.
"""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from unsilenced.reports.models import ClosedHour, Quota


def this_hour() -> tuple[date, int]:
    """Return the present day and hour."""
    now = timezone.localtime()
    return now.date(), now.hour


def is_closed(project: int, what: Quota) -> bool:
    """Whether `project` (its key) was full of `what` in this hour."""
    return _now().filter(project=project, what=what).exists()


def close(project: int, what: Quota) -> None:
    """Take no more of `what` until the hour ends. Call it in the turn of `project` (its key)."""
    if not is_closed(project, what):
        _keep(project, what, shown=False)


def close_and_show(project: int, what: Quota) -> None:
    """The same at the start of an hour, and the pages show it. Call it in the project's turn."""
    _keep(project, what, shown=True)


def is_shown(project: int, what: Quota) -> bool:
    """Whether `project` (its key) was full of `what` when this hour began."""
    return _now().filter(project=project, what=what, shown=True).exists()


def forget_past() -> None:
    """Forget what was closed in past hours."""
    day, hour = this_hour()
    ClosedHour.objects.exclude(day=day, hour=hour).delete()


def _now() -> QuerySet[ClosedHour]:
    day, hour = this_hour()
    return ClosedHour.objects.filter(day=day, hour=hour)


def _keep(project: int, what: Quota, *, shown: bool) -> None:
    day, hour = this_hour()
    ClosedHour.objects.update_or_create(
        project_id=project, what=what, defaults={"day": day, "hour": hour, "shown": shown}
    )
