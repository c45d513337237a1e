"""Adding a sealed record to a report: once, and sealed to the project's current key."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _

from unsilenced.http.json_object import JsonObject
from unsilenced.http.refusal import Refusal
from unsilenced.reports.intake import storage
from unsilenced.reports.intake.project_key import refuse_retired_key
from unsilenced.reports.intake.shapes import refuse_unsealed
from unsilenced.reports.intake.storage import Stored
from unsilenced.reports.locking import lock_report
from unsilenced.reports.models import Record, RecordKind, Report

MOST_BYTES = 4 * 1024 * 1024
"""What the bodies of one side of a conversation may measure together: a thousand short messages.

Each side has its own, so that a writer cannot fill the conversation and silence the project."""

MOST_UNOPENED = 1024 * 1024
"""What the writer's bodies may measure while the project has not opened the report."""

PROJECTS = frozenset({RecordKind.PROJECT_MESSAGE, RecordKind.NOTE})
"""The kinds that the project writes; the others are the writer's."""

added_by_writer = Signal()
"""Sent with `report` in the transaction in which its writer adds a message or a photo, so that
what lies above this app can heed it."""


@dataclass(frozen=True)
class NewRecord:
    """A record as its writer sent it; a note has no `reporter_wrap`."""

    uid: UUID
    key: UUID
    body: bytes
    project_wrap: bytes
    reporter_wrap: bytes | None


def new_record(members: JsonObject, *, with_reporter_wrap: bool = True) -> NewRecord:
    """Read the members of a call. Raises a 422 refusal that names the wrong one."""
    return NewRecord(
        uid=members.uuid("uid"),
        key=members.uuid("key"),
        body=members.bytes("body"),
        project_wrap=members.bytes("project_wrap"),
        reporter_wrap=members.bytes("reporter_wrap") if with_reporter_wrap else None,
    )


@dataclass(frozen=True)
class Added:
    """A stored record; `created` is false where the same had been sent before."""

    record: Record
    created: bool


def add(report: Report, new: NewRecord, kind: RecordKind) -> Added:
    """Store `new` as a record of `report`.

    Raises refusals: 422 for what could not be sealed, 404 for a report deleted meanwhile, 409
    `key-retired`, `uid-taken`, `conversation-full` and `not-opened-yet` (`MOST_UNOPENED`). Call it
    alone or first in a transaction.
    """
    refuse_unsealed(body=new.body, project_wrap=new.project_wrap, reporter_wrap=new.reporter_wrap)
    _refuse_wrong_recipients(new, kind)
    try:
        with transaction.atomic():
            lock_report(report)
            before = Record.objects.filter(uid=new.uid).first()
            if before is not None:
                return _again(before, report, new, kind)
            refuse_retired_key(report.project, new.key)
            storage.refuse_without_room(Stored.WRITING)
            _refuse_full(report, len(new.body), kind)
            record = _store(report, new, kind)
            if kind not in PROJECTS:
                added_by_writer.send(Report, report=report)
            return Added(record, created=True)
    except IntegrityError:
        # Another report took the uid between the look and the insert.
        raise uid_taken() from None


def uid_taken() -> Refusal:
    """A refusal for an identifier that names something else already."""
    return Refusal(
        409,
        "uid-taken",
        _("Something else was sent under the same identifier. Reload the page and try again."),
        field="uid",
    )


def _store(report: Report, new: NewRecord, kind: RecordKind) -> Record:
    return Record.objects.create(
        uid=new.uid,
        report=report,
        kind=kind,
        key_id=new.key,
        body=new.body,
        project_wrap=new.project_wrap,
        reporter_wrap=new.reporter_wrap,
        day=timezone.localdate(),
        position=report.records.all().next_position(),
    )


def _again(before: Record, report: Report, new: NewRecord, kind: RecordKind) -> Added:
    stored = NewRecord(
        uid=before.uid,
        key=before.key_id,
        body=bytes(before.body),
        project_wrap=bytes(before.project_wrap),
        reporter_wrap=None if before.reporter_wrap is None else bytes(before.reporter_wrap),
    )
    if (before.report_id, before.kind, stored) != (report.pk, kind, new):
        raise uid_taken()
    return Added(before, created=False)


def _refuse_wrong_recipients(new: NewRecord, kind: RecordKind) -> None:
    if (new.reporter_wrap is None) is not (kind == RecordKind.NOTE):
        raise Refusal(
            422,
            "wrong-recipients",
            _("A note is for the project alone; all else is for the project and the writer."),
            field="reporter_wrap",
        )


def _refuse_full(report: Report, size: int, kind: RecordKind) -> None:
    own = report.records.all()
    own = own.filter(kind__in=PROJECTS) if kind in PROJECTS else own.exclude(kind__in=PROJECTS)
    size += own.size()
    # Asked again: it may have been opened since the call looked it up.
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
