"""What was said after the reports: their messages and notes, for the search of the inbox."""

from __future__ import annotations

from django.db.models import Q

from unsilenced.people.models import Project
from unsilenced.reports import paging
from unsilenced.reports.models import Record, RecordKind
from unsilenced.reports.paging import Page

PAGE = 100
"""Records of one page."""

SAID = (RecordKind.REPORTER_MESSAGE, RecordKind.PROJECT_MESSAGE, RecordKind.NOTE)


def page(project: Project, *, before: int | None = None) -> Page:
    """Return the newest of the project's living reports, or the newest of those before a place."""
    below = Q() if before is None else Q(id__lt=before)
    records = (
        Record.objects.filter(below, kind__in=SAID)
        .filter(report__project=project, report__deleted_on=None)
        .select_related("report")
        .order_by("-id")
    )
    return paging.page(records, PAGE)
