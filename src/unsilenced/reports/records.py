"""Adding a sealed record to a report: once, and sealed to the project's current key."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from unsilenced.http.fields import Sealed, Uuid
from unsilenced.http.refusal import Refusal
from unsilenced.records import storing
from unsilenced.records.models import Record
from unsilenced.records.storing import store_once
from unsilenced.reports.intake import storage
from unsilenced.reports.intake.project_key import refuse_retired_key
from unsilenced.reports.intake.storage import Stored
from unsilenced.reports.locking import lock_report
from unsilenced.reports.models import Report
from unsilenced.sealing.context import RecipientKind, RecordKind
from unsilenced.sealing.record import Wrap

MOST_BYTES = 4 * 1024 * 1024
"""How large the bodies of one side of a conversation may be together: a thousand short messages.

Each side has its own limit, so that a writer cannot fill the conversation and silence the project.
"""

MOST_UNOPENED = 1024 * 1024
"""How large the writer's bodies may be together before the project has opened the report."""

PROJECTS = frozenset({RecordKind.PROJECT_MESSAGE, RecordKind.NOTE})
"""The kinds that the project writes; the others are the writer's."""

added_by_writer = Signal()
"""Sent with `report` in the transaction in which its writer adds a message or a photo. Apps above
this one can react to it."""


@dataclass(frozen=True)
class NewRecord:
    """A record as sent by its writer; a note has no `reporter_wrap`."""

    uid: UUID
    key: UUID
    body: bytes
    project_wrap: bytes
    reporter_wrap: bytes | None

    @property
    def wraps(self) -> tuple[Wrap, ...]:
        """Its wraps, each with its recipient."""
        wraps = [Wrap(RecipientKind.PROJECT, self.key, self.project_wrap)]
        if self.reporter_wrap is not None:
            wraps.append(Wrap(RecipientKind.REPORTER, None, self.reporter_wrap))
        return tuple(wraps)


@dataclass(frozen=True)
class SealedForProject:
    """A record as it is sent that the project alone can read."""

    uid: Uuid
    key: Uuid
    body: Sealed
    project_wrap: Sealed

    def new_record(self) -> NewRecord:
        """Return the record."""
        return NewRecord(self.uid, self.key, self.body, self.project_wrap, None)


@dataclass(frozen=True)
class SealedForBoth(SealedForProject):
    """A record as it is sent that the project and the writer can read."""

    reporter_wrap: Sealed

    def new_record(self) -> NewRecord:
        """Return the record."""
        return NewRecord(self.uid, self.key, self.body, self.project_wrap, self.reporter_wrap)


@dataclass(frozen=True)
class Added:
    """A stored record; `created` is false if the same had been sent before."""

    record: Record
    created: bool


def add(report: Report, new: NewRecord, kind: RecordKind) -> Added:
    """Store `new` as a record of `report`.

    Raises refusals: 422 for what cannot have been sealed, 404 for a report that was deleted in the
    meantime, 409 `key-retired`, `uid-taken`, `conversation-full` and `not-opened-yet`
    (`MOST_UNOPENED`). Call it alone or first in a transaction.
    """
    sealed = storing.NewRecord(new.uid, report.pk, report.project, kind, new.body, new.wraps)
    with transaction.atomic():
        lock_report(report)
        stored = store_once(sealed, allow=partial(_refuse_new, report, sealed, new.key))
        if stored.created and kind not in PROJECTS:
            added_by_writer.send(Report, report=report)
        (record,) = stored.records
        return Added(record, stored.created)


def _refuse_new(report: Report, new: storing.NewRecord, key: UUID) -> None:
    refuse_retired_key(report.project, key)
    storage.refuse_without_room(Stored.WRITING)
    _refuse_full(report, len(new.body), new.kind)


def _refuse_full(report: Report, size: int, kind: RecordKind) -> None:
    own = report.records
    own = own.filter(kind__in=PROJECTS) if kind in PROJECTS else own.exclude(kind__in=PROJECTS)
    size += own.size()
    # Ask again: the project may have opened it since the call looked it up.
    unopened = Report.objects.filter(pk=report.pk, opened_on=None)
    if size > MOST_UNOPENED and kind not in PROJECTS and unopened.exists():
        raise Refusal(
            409,
            "not-opened-yet",
            _("The project has not opened your report yet. You can send more when it has."),
            field="body",
        )
    if size > MOST_BYTES:
        raise Refusal(
            409,
            "conversation-full",
            _("This conversation is full. Start a new report and write “%(reference)s” in it.")
            % {"reference": report.reference},
            field="body",
        )
