"""How much may come in a day for one project that has not looked at it yet.

Whoever sends rubbish stops here, however slowly they send it. What the project opens, sets aside
or deletes makes room again. What its writer deleted before that counts on the day when it came, so
that sending and deleting in turn leads nowhere. Only days are looked at.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import F, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from unsilenced.people.models import Project
from unsilenced.refusal import Refusal
from unsilenced.reports.models import Attachment, PhotosRemoved, Report
from unsilenced.sealing.chunks import SEALED_SIZE

FRESH = 1.0
"""Seconds for which a process goes on with the room that it counted.

Counting for each report would take a small site as long as storing it. Each process takes what it
lets in from the room that it saw, and counts again before it refuses anybody: so what comes in is
over the quota by what the other processes let in within a second, and nobody is refused by mistake.
"""

_COUNT = """
SELECT (
    SELECT count(*) FROM (
        SELECT FROM reports_report
        WHERE project_id = project.id AND received_on = %(day)s AND NOT seen
        LIMIT %(most)s
    ) AS unseen
) FROM people_project AS project WHERE slug = %(project)s
"""


@dataclass(frozen=True)
class _Seen:
    """The room for one project's reports, as a process saw it last and has used it since."""

    day: date
    most: int
    until: float
    left: int


class Rooms:
    """How many more reports this process lets in for each project."""

    def __init__(self) -> None:
        self._seen: dict[str, _Seen] = {}

    def take(self, project: str) -> bool:
        """Take one place; false where there is none. A project that there is not has room."""
        day, most = timezone.localdate(), settings.CONFIGURATION.unopened_reports_a_day
        seen = self._seen.get(project)
        now = time.monotonic()
        if (
            seen is None
            or (seen.day, seen.most) != (day, most)
            or seen.left <= 0
            or now >= seen.until
        ):
            unseen = _unseen(project, day, most)
            if unseen is None:
                return True
            seen = _Seen(day, most, now + FRESH, most - unseen)
        self._seen[project] = replace(seen, left=seen.left - 1)
        return seen.left > 0


rooms = Rooms()


def _unseen(project: str, day: date, most: int) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"project": project, "day": day, "most": most})
        row = cursor.fetchone()
    return None if row is None else int(row[0])


def refuse_report(project: str) -> None:
    """Raise a 429 refusal `too-many-today` where `project` (its slug) can take no more today."""
    if not rooms.take(project):
        raise Refusal(
            429,
            "too-many-today",
            _(
                "More came in today than we can take. Nothing that you wrote is lost. Try again "
                "tomorrow, or reach somebody in another way: see the foot of this page."
            ),
        )


def refuse_photo(report: Report, chunks: int) -> None:
    """Raise a 429 refusal where today's photos of unopened reports leave no room for `chunks`.

    What was begun counts with all that it may become, though it was removed since. A report
    that the project has opened may always have its photos.
    """
    if report.opened_on is None and chunks > _chunks_left(report.project):
        raise Refusal(
            429,
            "too-many-photos-today",
            _("More photos came in today than we can take. Add this one tomorrow."),
        )


def _chunks_left(project: Project) -> int:
    begun = Attachment.objects.filter(
        record__day=timezone.localdate(),
        record__report__project=project,
        record__report__opened_on=None,
    ).aggregate(all=Sum("chunk_count"))
    removed = PhotosRemoved.objects.filter(project=project, day=timezone.localdate()).aggregate(
        all=Sum("chunks")
    )
    most = settings.CONFIGURATION.unopened_photos_a_day * 1024 * 1024 // SEALED_SIZE
    return most - int(begun["all"] or 0) - int(removed["all"] or 0)


def count_removed(photos: QuerySet[Attachment], report: Report) -> None:
    """Count today's `photos` of a report that is held, before its writer removes them.

    Those of a report that the project has opened do not count before, and not after.
    """
    today = timezone.localdate()
    chunks = photos.filter(record__day=today).aggregate(all=Sum("chunk_count"))["all"] or 0
    if chunks and Report.objects.filter(pk=report.pk, opened_on=None).exists():
        of_today: dict[str, Any] = {"project_id": report.project_id, "day": today}
        PhotosRemoved.objects.get_or_create(**of_today)
        PhotosRemoved.objects.filter(**of_today).update(chunks=F("chunks") + chunks)


def forget_before(today: date) -> None:
    """Forget what was removed on days before `today`."""
    PhotosRemoved.objects.filter(day__lt=today).delete()


def was_reached() -> bool:
    """Whether some project's quota of reports is used up today."""
    day = timezone.localdate()
    most = settings.CONFIGURATION.unopened_reports_a_day
    return any(
        _unseen(slug, day, most) == most for slug in Project.objects.values_list("slug", flat=True)
    )
