"""The inbox: a project's reports, the newest day first, and whose turn it is in each.

Within a day they are in the order of their random uids, so that the order tells nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case as Choose
from django.db.models import Exists, F, Func, IntegerField, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from unsilenced.cases.models import SetAside
from unsilenced.cases.place import Place
from unsilenced.people.models import Organisation
from unsilenced.records.as_json import ForProject
from unsilenced.records.models import OF_A_REPORT, Record, Wrap
from unsilenced.reports import paging
from unsilenced.reports.models import Attachment, Report, ReportQuerySet
from unsilenced.sealing.context import RecipientKind, RecordKind

PAGE = 50
"""Reports on one page."""


class Status(StrEnum):
    """Where a report stands for its project."""

    NEW = "new"
    WAITING = "waiting"
    ANSWERED = "answered"


@dataclass(frozen=True)
class Line:
    """A report in the inbox: its first record, and how its project's work on it stands.

    `status` is `new`, `waiting` or `answered` (docs/http.md); `assigned_to` is the person who has
    it in hand and is still of the project; `photos` counts those that arrived completely;
    `wrote_again` is whether its writer has sent a message after the report.
    """

    report: Report
    first: ForProject
    status: Status
    assigned_to: UUID | None
    photos: int
    wrote_again: bool

    @property
    def aside(self) -> SetAside | None:
        """How it was set aside; None for a report in the inbox's list."""
        return getattr(self.report, "aside", None)


@dataclass(frozen=True)
class Page:
    """Some lines of the inbox, and the place after which others follow, if there are any."""

    lines: list[Line]
    next: Place | None


def page(project: Organisation, *, before: Place | None = None) -> Page:
    """Return the reports of the newest days, or of those after a place."""
    reports = _reports(project).order_by("-received_on", "-pk")
    if before is not None:
        reports = reports.filter(before.after("received_on", "pk"))
    sizes = reports.values_list("pk", Coalesce(_SIZE, 0))[: PAGE + 1]
    taken, more = paging.fitting(sizes, PAGE)
    lines = _lines(reports.filter(pk__in=taken))
    return Page(lines, next=_place(lines[-1]) if more and lines else None)


def line(project: Organisation, uid: UUID) -> Line | None:
    """Return the report of that uid, if it is the project's."""
    return next(iter(_lines(_reports(project).filter(pk=uid))), None)


def _place(line: Line) -> Place:
    return Place(line.report.received_on, line.report.uid)


def deleted(project: Organisation) -> int:
    """Return how many of the project's reports their writers have deleted."""
    return Report.objects.filter(project=project).deleted_by_writer().count()


def _reports(project: Organisation) -> ReportQuerySet:
    return (
        Report.objects.present()
        .filter(project=project)
        .select_related("aside")
        .annotate(last_turn=_LAST_TURN, status=_STATUS, in_hand_of=_IN_HAND_OF, photos=_PHOTOS)
        .annotate(wrote_again=_WROTE_AGAIN)
        .annotate(body=Subquery(_FIRST.values("body")))
        .annotate(key=Subquery(_WRAP.values("key")), wrap=Subquery(_WRAP.values("sealed")))
    )


def _lines(reports: ReportQuerySet) -> list[Line]:
    # Filter here: with a condition on the wrap PostgreSQL would look up the wrap of every report.
    return [_line(one) for one in reports if one.wrap is not None]  # type: ignore[attr-defined]


def _line(one: Report) -> Line:
    return Line(
        one,
        ForProject(one.key, bytes(one.body), bytes(one.wrap)),  # type: ignore[attr-defined]
        one.status,  # type: ignore[attr-defined]
        one.in_hand_of,  # type: ignore[attr-defined]
        len(one.photos),  # type: ignore[attr-defined]
        one.wrote_again,  # type: ignore[attr-defined]
    )


# A report's first record has the uid of the report.
_FIRST = Record.objects.filter(pk=OuterRef("pk"))
_SIZE = Subquery(
    _FIRST.values_list(Func("body", function="octet_length", output_field=IntegerField()))
)
_WRAP = Wrap.objects.filter(record=OuterRef("pk"), recipient=RecipientKind.PROJECT)
# A note does not change whose turn it is; a photo counts as a message of the reporter.
_LAST_TURN = Subquery(
    Record.objects.filter(subject=OuterRef("pk"), kind__in=OF_A_REPORT - {RecordKind.NOTE})
    .order_by("-position")
    .values("kind")[:1]
)
_STATUS = Choose(
    When(opened_on=None, then=Value(Status.NEW.value)),
    When(last_turn=RecordKind.PROJECT_MESSAGE, then=Value(Status.ANSWERED.value)),
    default=Value(Status.WAITING.value),
)
_WROTE_AGAIN = Exists(
    Record.objects.filter(subject=OuterRef("pk"), kind=RecordKind.REPORTER_MESSAGE)
)
_PHOTOS = ArraySubquery(
    Attachment.objects.complete().filter(record__subject=OuterRef("pk")).values("pk")
)
_IN_HAND_OF = Choose(
    When(
        case__assigned_to__removed_on=None,
        then=F("case__assigned_to_id"),
    )
)
