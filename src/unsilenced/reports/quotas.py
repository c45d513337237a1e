"""How much may come in a day for one project that has not looked at it yet.

Whoever sends rubbish stops here, however slowly they send it. What the project opens, sets aside
or deletes makes room again. What its writer deleted before that counts on the day when it came, so
that sending and deleting in turn leads nowhere. Only days are looked at.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from unsilenced.people.models import Project
from unsilenced.refusal import Refusal
from unsilenced.reports.elsewhere import or_elsewhere
from unsilenced.reports.models import Attachment, PhotosRemoved, Report
from unsilenced.sealing.chunks import SEALED_SIZE

NEAR = 10_000
"""Places of a project up to which reports take turns, so that no more come in than there are.

With more places left, a process counts once and goes on with that for `FRESH` seconds, in which
nobody stores so many: to count for each report would take a large site as long as storing it.
"""

FRESH = 1.0


@dataclass(frozen=True)
class _Seen:
    """The places of one project, as a process saw them last and has used them since."""

    day: date
    most: int
    until: float
    left: int


class Rooms:
    """For which projects this process saw so many places that it need not count for each report."""

    def __init__(self) -> None:
        self.seen: dict[str, _Seen] = {}

    def is_wide(self, project: str) -> bool:
        """Take a place of `project` (its slug) if more than `NEAR` are left."""
        day, most = timezone.localdate(), settings.CONFIGURATION.unopened_reports_a_day
        if most <= NEAR:
            return False
        seen, now = self.seen.get(project), time.monotonic()
        if seen is None or (seen.day, seen.most) != (day, most) or now >= seen.until:
            if not Project.objects.filter(slug=project).exists():
                # Strangers invent names without end.
                return False
            seen = _Seen(day, most, now + FRESH, most - _unseen(project, day, most))
        self.seen[project] = replace(seen, left=seen.left - 1)
        return seen.left > NEAR


rooms = Rooms()


@contextmanager
def place_for(project: str, uid: UUID) -> Iterator[None]:
    """Hold a place for the report `uid` in `project` (its slug) while it is stored.

    Raises a 429 refusal `too-many-today` where there is none; what is here already needs none.
    """
    if rooms.is_wide(project):
        yield
        return
    with transaction.atomic():
        _wait(Project.objects.filter(slug=project))
        if is_full(project) and not Report.objects.filter(pk=uid).exists():
            raise Refusal(
                429,
                "too-many-today",
                or_elsewhere(_("More came in today than we can take. Try again tomorrow.")),
            )
        yield


def is_full(project: str) -> bool:
    """Whether `project` (its slug) takes no more reports today, as things stand."""
    day, most = timezone.localdate(), settings.CONFIGURATION.unopened_reports_a_day
    return _unseen(project, day, most) == most


def _unseen(project: str, day: date, most: int) -> int:
    """Return how many of a day's reports a project has not dealt with; beyond `most`, `most`."""
    unseen = Report.objects.filter(project__slug=project, received_on=day, seen=False)
    return unseen[:most].count()


def take_turn(project: int) -> None:
    """Wait until nothing else that `project` (its key) has room for is counted and stored.

    Whoever holds a report holds it before.
    """
    _wait(Project.objects.filter(pk=project))


def _wait(project: QuerySet[Project]) -> None:
    list(project.select_for_update(no_key=True).values_list("pk"))


def refuse_photo(report: Report, chunks: int) -> None:
    """Raise a 429 refusal where today's photos of unopened reports leave no room for `chunks`.

    What was begun counts with all that it may become, though it was removed since. A report
    that the project has opened may have its photos whatever others send. Call it after `take_turn`.
    """
    if report.opened_on is None and chunks > _chunks_left(report.project):
        raise too_many_photos()


def too_many_photos() -> Refusal:
    """Return the refusal of what has no room today."""
    return Refusal(
        429,
        "too-many-photos-today",
        _(
            "Your report is safe. More photos came in today than we can take: add this one "
            "tomorrow."
        ),
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
        take_turn(report.project_id)
        of_today: dict[str, Any] = {"project_id": report.project_id, "day": today}
        PhotosRemoved.objects.get_or_create(**of_today)
        PhotosRemoved.objects.filter(**of_today).update(chunks=F("chunks") + chunks)


def forget_before(today: date) -> None:
    """Forget what was removed on days before `today`."""
    PhotosRemoved.objects.filter(day__lt=today).delete()


def was_reached() -> bool:
    """Whether some project's quota of reports is used up today."""
    return any(is_full(slug) for slug in Project.objects.values_list("slug", flat=True))
