"""The inbox: a project's reports, the newest day first, and whose turn it is in each.

The order within a day is that of random uids, so that it tells nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case as Choose
from django.db.models import Exists, F, OuterRef, Subquery, Value, When

from unsilenced.cases.models import SetAside
from unsilenced.cases.place import Place
from unsilenced.people.models import Organisation
from unsilenced.reports import paging
from unsilenced.reports.models import Attachment, Record, RecordKind, RecordQuerySet, Report

PAGE = 50
"""Reports of one page."""


class Status(StrEnum):
    """Where a report stands for its project."""

    NEW = "new"
    WAITING = "waiting"
    ANSWERED = "answered"


@dataclass(frozen=True)
class Line:
    """A report in the inbox: its first record, and how its project's work on it stands.

    `status` is `new`, `waiting` or `answered` (docs/http.md); `assigned_to` is whoever has it in
    hand and is still of the project; `photos` counts those that arrived whole;
    `wrote_again` is whether a message of its writer followed.
    """

    record: Record
    status: str
    assigned_to: UUID | None
    photos: int
    wrote_again: bool

    @property
    def aside(self) -> SetAside | None:
        """How it was put out of the way; None for a report in the inbox's list."""
        return getattr(self.record.report, "aside", None)


@dataclass(frozen=True)
class Page:
    """Some lines of the inbox, and the place from which others follow, if any do."""

    lines: list[Line]
    next: Place | None


def page(project: Organisation, *, before: Place | None = None) -> Page:
    """Return the reports of the newest days, or of those after a place."""
    records = _records(project).order_by("-report__received_on", "-report")
    if before is not None:
        records = records.filter(before.after("report__received_on", "report"))
    found = paging.page(records, PAGE)
    lines = [_line(one) for one in found.records]
    return Page(lines, next=_place(lines[-1]) if found.more else None)


def line(project: Organisation, uid: UUID) -> Line | None:
    """Return the report of that uid, if it is the project's."""
    found = _records(project).filter(report=uid).first()
    return None if found is None else _line(found)


def _place(line: Line) -> Place:
    report = line.record.report
    return Place(report.received_on, report.uid)


def deleted(project: Organisation) -> int:
    """Return how many of the project's reports their writers have deleted."""
    return Report.objects.filter(project=project).deleted_by_writer().count()


def _records(project: Organisation) -> RecordQuerySet:
    return (
        Record.objects.filter(kind=RecordKind.REPORT)
        .filter(report__project=project, report__deleted_on=None)
        .select_related("report__aside")
        .annotate(last_turn=_LAST_TURN, status=_STATUS, in_hand_of=_IN_HAND_OF, photos=_PHOTOS)
        .annotate(wrote_again=_WROTE_AGAIN)
    )


def _line(one: Record) -> Line:
    return Line(
        one,
        one.status,  # type: ignore[attr-defined]
        one.in_hand_of,  # type: ignore[attr-defined]
        len(one.photos),  # type: ignore[attr-defined]
        one.wrote_again,  # type: ignore[attr-defined]
    )


# A note is nobody's turn; a photo is the reporter's.
_LAST_TURN = Subquery(
    Record.objects.filter(report=OuterRef("report"))
    .exclude(kind=RecordKind.NOTE)
    .order_by("-position")
    .values("kind")[:1]
)
_STATUS = Choose(
    When(report__opened_on=None, then=Value(Status.NEW.value)),
    When(last_turn=RecordKind.PROJECT_MESSAGE, then=Value(Status.ANSWERED.value)),
    default=Value(Status.WAITING.value),
)
_WROTE_AGAIN = Exists(
    Record.objects.filter(report=OuterRef("report"), kind=RecordKind.REPORTER_MESSAGE)
)
_PHOTOS = ArraySubquery(
    Attachment.objects.complete().filter(record__report=OuterRef("report")).values("pk")
)
_IN_HAND_OF = Choose(
    When(
        report__case__assigned_to__removed_on=None,
        then=F("report__case__assigned_to_id"),
    )
)
