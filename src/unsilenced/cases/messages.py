"""The messages and notes of all reports, for the search of the inbox."""

from __future__ import annotations

from dataclasses import dataclass

from unsilenced.cases.place import Place
from unsilenced.people.models import Organisation
from unsilenced.records.models import Record
from unsilenced.reports import paging
from unsilenced.sealing.context import RecordKind

PAGE = 100
"""Records on one page."""

KINDS = (RecordKind.REPORTER_MESSAGE, RecordKind.PROJECT_MESSAGE, RecordKind.NOTE)


@dataclass(frozen=True)
class Page:
    """Some messages and notes, and the place after which others follow, if there are any."""

    records: tuple[Record, ...]
    next: Place | None


def page(project: Organisation, *, before: Place | None = None) -> Page:
    """Return the messages and notes of the newest days, or of those after a place."""
    # A deleted report has none left.
    records = Record.objects.filter(organisation=project, kind__in=KINDS)
    if before is not None:
        records = records.filter(before.after("day", "uid"))
    found = paging.page(records.order_by("-day", "-uid"), PAGE)
    return Page(found.records, next=_place(found.records[-1]) if found.more else None)


def _place(record: Record) -> Place:
    return Place(record.day, record.uid)
