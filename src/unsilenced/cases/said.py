"""What was said after the reports: their messages and notes, for the search of the inbox."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from unsilenced.people.models import Project
from unsilenced.reports.models import Record, RecordKind

PAGE = 100
"""Records of one page."""

SAID = (RecordKind.REPORTER_MESSAGE, RecordKind.PROJECT_MESSAGE, RecordKind.NOTE)


@dataclass(frozen=True)
class Page:
    """Some messages and notes, and whether older ones follow."""

    records: list[Record]
    more: bool


def page(project: Project, *, before: int | None = None) -> Page:
    """Return the newest of the project's living reports, or the newest of those before a place."""
    below = Q() if before is None else Q(id__lt=before)
    records = (
        Record.objects.filter(below, kind__in=SAID)
        .filter(report__project=project, report__deleted_on=None)
        .select_related("report")
        .order_by("-id")
    )[: PAGE + 1]
    found = list(records)
    return Page(found[:PAGE], more=len(found) > PAGE)
