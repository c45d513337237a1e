"""How much may come in a day for one project before the project has looked at it.

This stops somebody who sends rubbish, however slowly they send it. What the project opens, sets
aside or deletes makes room again. What its writer deletes before that still counts on the day when
it came, so nobody gains by sending and deleting in turn. Only days are looked at.

A limit holds exactly, so somebody who used it up could count what others sent. So the limit of a
project and day is drawn between what is set and a quarter more, and what was full stays
closed for the hour (`closed_hours`).
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
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.people.models import RECEIVING_KIND, Organisation
from unsilenced.people.separation import name
from unsilenced.process.database.prepared_statement import call, run
from unsilenced.reports.intake import closed_hours
from unsilenced.reports.intake.elsewhere import or_elsewhere
from unsilenced.reports.intake.routines import IS_HERE, PHOTOS, UNSEEN
from unsilenced.reports.models import Attachment, Chunk, PhotosRemoved, Quota, Report
from unsilenced.sealing.chunks import SEALED_SIZE

NEAR = 10_000
"""With this many places or fewer left in a project, its reports take turns: none is too many.

With more places left, a process counts once and trusts that number for `FRESH` seconds: nobody
stores so many in that time. On a large site, counting takes as long as storing, so a process cannot
count for each report.
"""

FRESH = 1.0

_IS_HERE, _UNSEEN, _PHOTOS = call(IS_HERE), call(UNSEEN), call(PHOTOS)

PART = 4
"""A limit is drawn up to this part above what is set. The same part of a day's limit can be kept
for photos that were begun and have not come."""


@dataclass(frozen=True)
class _Seen:
    """The places of one project, as a process last saw them and has used them since."""

    day: date
    most: int
    until: float
    left: int


class Rooms:
    """Projects in which this process saw so many places that it need not count for each report."""

    def __init__(self) -> None:
        self.seen: dict[str, _Seen] = {}

    def is_wide(self, project: str) -> bool:
        """Take a place of `project` (its slug) if more than `NEAR` are left."""
        day, most = timezone.localdate(), settings.CONFIGURATION.unopened_reports_a_day
        if most <= NEAR:
            return False
        # The part of the limit that is not drawn is enough here.
        seen, now = self.seen.get(project), time.monotonic()
        if seen is None or (seen.day, seen.most) != (day, most) or now >= seen.until:
            key = _receiving().filter(slug=project).values_list("pk", flat=True).first()
            if key is None:
                # Remember nothing of an unknown name: strangers can invent names without end.
                return False
            seen = _Seen(day, most, now + FRESH, most - _unseen(key, day, most))
        self.seen[project] = replace(seen, left=seen.left - 1)
        return seen.left > NEAR


rooms = Rooms()


@contextmanager
def place_for(project: str, uid: UUID) -> Iterator[None]:
    """Hold a place for the report `uid` in `project` (its slug) while it is stored.

    Raises a 429 refusal `too-many-today` if there is none; a report that is here needs none.
    """
    if rooms.is_wide(project):
        yield
        return
    with transaction.atomic():
        name(addressed=project)
        key = _wait(_receiving().filter(slug=project))
        is_free = (
            key is None
            or is_here(uid)
            or not (closed_hours.is_closed(key, Quota.REPORTS) or is_full(key))
        )
        if is_free:
            yield
        if key is not None and is_full(key):
            closed_hours.close(key, Quota.REPORTS)
    # Raise only now: the transaction must keep what it closed.
    if not is_free:
        raise Refusal(
            429,
            "too-many-today",
            or_elsewhere(_("More came in today than we can take. Try again tomorrow.")),
        )


def is_full(project: int) -> bool:
    """Whether `project` (its key) takes no more reports today, as things stand.

    Do not tell writers of this: they would learn when a report came or was opened. Tell them what
    `closed_hours` says.
    """
    day = timezone.localdate()
    most = drawn(settings.CONFIGURATION.unopened_reports_a_day, Quota.REPORTS, project, day)
    return _unseen(project, day, most) == most


def look_each_hour() -> None:
    """Forget what was closed in past hours, and close what is full at the start of this one."""
    closed_hours.forget_past()
    for project in _receiving().values_list("pk", flat=True):
        with transaction.atomic():
            take_turn(project)
            if is_full(project):
                closed_hours.close_and_show(project, Quota.REPORTS)


def drawn(most: int, what: Quota, project: int, day: date) -> int:
    """Return the limit of a project and day, drawn in a way that only this site can repeat."""
    digest = salted_hmac("quotas/limit", f"{what}/{project}/{day}", algorithm="sha256").digest()
    return most + int.from_bytes(digest) % (most // PART + 1)


def _unseen(project: int, day: date, most: int) -> int:
    """Return how many of a day's reports a project has not dealt with, but at most `most`."""
    ((unseen,),) = run(_UNSEEN, {"project": project, "came_on": day, "most": most})
    return int(unseen)


def is_here(report: UUID) -> bool:
    """Whether a report of that uid came, to any project."""
    return run(_IS_HERE, {"sent_uid": report}) == [(True,)]


def take_turn(project: int) -> None:
    """Wait until nothing else that `project` (its key) has room for is being counted and stored.

    Code that also locks a report locks the report first.
    """
    _wait(Organisation.objects.filter(pk=project))


def _receiving() -> QuerySet[Organisation]:
    return Organisation.objects.filter(kind=RECEIVING_KIND)


def _wait(project: QuerySet[Organisation]) -> int | None:
    return project.select_for_update(no_key=True).values_list("pk", flat=True).first()


def can_begin(report: Report, chunks: int) -> bool:
    """Whether today's photos of unopened reports leave room for one of `chunks`.

    A chunk that came counts, even if it was removed since. Chunks that were begun and have not come
    count up to a part of the day: so they find room later, and nobody can use up a day by beginning
    and sending nothing. A report that the project has opened may have its photos whatever others
    send. Call this after `take_turn`, and keep what it does.
    """
    if report.opened_on is not None:
        return True
    if closed_hours.is_closed(report.project_id, Quota.PHOTOS):
        return False
    today = timezone.localdate()
    most, (begun, here) = _most_chunks(report.project_id, today), _photos(report.project_id, today)
    came, missing = here + _removed(report.project_id, today), begun - here
    if came + min(missing, most // PART) + chunks <= most:
        return True
    # If little came, this photo asks for too much, and a refusal tells nothing about others.
    if 2 * came >= most:
        closed_hours.close(report.project_id, Quota.PHOTOS)
    return False


def can_store(report: Report, begun_on: date) -> bool:
    """Whether there is room for a chunk of a photo begun on a day: it counts on that day.

    As with `can_begin`.
    """
    if report.opened_on is not None:
        return True
    is_todays = begun_on == timezone.localdate()
    if is_todays and closed_hours.is_closed(report.project_id, Quota.PHOTOS):
        return False
    _begun, here = _photos(report.project_id, begun_on)
    came = here + _removed(report.project_id, begun_on)
    if came < _most_chunks(report.project_id, begun_on):
        return True
    if is_todays:
        closed_hours.close(report.project_id, Quota.PHOTOS)
    return False


def too_many_photos() -> Refusal:
    """Return the refusal of a photo for which there is no room today."""
    return Refusal(
        429,
        "too-many-photos-today",
        _(
            "Your report is safe. More photos came in today than we can take: add this one "
            "tomorrow."
        ),
    )


def _most_chunks(project: int, day: date) -> int:
    chunks = settings.CONFIGURATION.unopened_photos_a_day * 1024 * 1024 // SEALED_SIZE
    return drawn(chunks, Quota.PHOTOS, project, day)


def _removed(project: int, day: date) -> int:
    """Return how many chunks of a day's photos of unopened reports came and were removed."""
    removed = PhotosRemoved.objects.filter(project=project, day=day)
    return removed.values_list("chunks", flat=True).first() or 0


def _photos(project: int, day: date) -> tuple[int, int]:
    """Return how many chunks of a day's photos of unopened reports were begun, and are here."""
    ((begun, here),) = run(_PHOTOS, {"project": project, "came_on": day})
    return begun, here


def count_removed(photos: QuerySet[Attachment], report: Report) -> None:
    """Before today's `photos` of a locked report are removed, count the chunks that came.

    Photos of a report that the project has opened count neither before nor after.
    """
    today = timezone.localdate()
    chunks = Chunk.objects.filter(attachment__in=photos.filter(record__day=today)).count()
    if chunks and Report.objects.filter(pk=report.pk, opened_on=None).exists():
        take_turn(report.project_id)
        of_today: dict[str, Any] = {"project_id": report.project_id, "day": today}
        PhotosRemoved.objects.get_or_create(**of_today)
        PhotosRemoved.objects.filter(**of_today).update(chunks=F("chunks") + chunks)


def forget_before(today: date) -> None:
    """Forget what was removed on days before `today`."""
    PhotosRemoved.objects.filter(day__lt=today).delete()


def was_reached() -> bool:
    """Whether some project has used up its quota of reports today."""
    return any(map(is_full, _receiving().values_list("pk", flat=True)))
