"""What a report's writer and its project say to each other, and its end."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import CASCADE
from django.dispatch import Signal
from django.utils import timezone

from unsilenced.people.models import ProjectKey
from unsilenced.reports import consent, records
from unsilenced.reports.living import gone, hold
from unsilenced.reports.models import Attachment, Chunk, Consent, Record, RecordKind, Report, Scope
from unsilenced.reports.records import Added, NewRecord

erased = Signal()
"""Sent with `report` in the transaction that ends a report for its writer, so that what was made
from it and lies above this app can end as well."""

_MESSAGES = frozenset({RecordKind.REPORTER_MESSAGE, RecordKind.PROJECT_MESSAGE})


@dataclass(frozen=True)
class SealedFile:
    """An attachment as it is seen: its record, how many chunks it has, whether all are here."""

    record: Record
    chunks: int
    complete: bool


@dataclass(frozen=True)
class Conversation:
    """All that a report's writer may see of it: notes of the project are not in it."""

    report: Report
    key: ProjectKey
    first: Record
    messages: tuple[Record, ...]
    attachments: tuple[SealedFile, ...]
    consents: frozenset[Scope]
    ledger: tuple[Consent, ...]


def conversation_of(report: Report) -> Conversation:
    """Gather what the writer of `report` may see, each part in its order.

    Raises the refusal of `living.hold` where it was deleted since it was looked up.
    """
    seen = list(report.records.exclude(kind=RecordKind.NOTE).order_by("id"))
    if not seen:
        raise gone()
    return Conversation(
        report=report,
        key=ProjectKey.objects.current().get(project=report.project),
        first=next(record for record in seen if record.kind == RecordKind.REPORT),
        messages=tuple(record for record in seen if record.kind in _MESSAGES),
        attachments=_files(report, seen),
        consents=consent.active(report),
        ledger=tuple(Consent.objects.filter(report=report).order_by("id")),
    )


def _files(report: Report, seen: list[Record]) -> tuple[SealedFile, ...]:
    attachments = Attachment.objects.filter(record__report=report)
    counts = dict(attachments.values_list("record_id", "chunk_count"))
    missing = set(attachments.unfinished().values_list("record_id", flat=True))
    return tuple(
        SealedFile(record, counts[record.pk], complete=record.pk not in missing)
        for record in seen
        if record.pk in counts
    )


def add_reporter_message(report: Report, new: NewRecord) -> Added:
    """Store a message of the reporter. Raises the refusals of `records.add`."""
    return records.add(report, new, RecordKind.REPORTER_MESSAGE)


def add_project_message(report: Report, new: NewRecord) -> Added:
    """Store a message of the project. Raises the refusals of `records.add`."""
    return records.add(report, new, RecordKind.PROJECT_MESSAGE)


def add_note(report: Report, new: NewRecord) -> Added:
    """Store a note that the project alone can read. Raises the refusals of `records.add`."""
    return records.add(report, new, RecordKind.NOTE)


def mark_opened(report: Report) -> None:
    """Keep the day on which the project first opened the report."""
    Report.objects.living().filter(pk=report.pk, opened_on=None).update(
        opened_on=timezone.localdate()
    )


def delete_everything(report: Report) -> None:
    """End a report for its writer: what is left is its number and its consent ledger.

    Every active consent is withdrawn in the ledger first. Whatever belongs to the report
    (a foreign key to it with CASCADE) goes with its records, and `erased` is sent. All or nothing.
    The `uid` stays, so that a late repetition of the submission cannot bring the report back.
    """
    with transaction.atomic():
        hold(report)
        consent.withdraw_all(report)
        Chunk.objects.filter(attachment__record__report=report).delete()
        Attachment.objects.filter(record__report=report).delete()
        # Without `only` the bodies would be read before they are removed.
        report.records.only("pk").delete()
        _delete_belongings(report)
        Report.objects.filter(pk=report.pk).update(
            lookup_hash=None,
            reporter_public_key=None,
            sent_hash=None,
            opened_on=None,
            deleted_on=timezone.localdate(),
        )
        erased.send(Report, report=report)


def _delete_belongings(report: Report) -> None:
    for relation in Report._meta.related_objects:  # noqa: SLF001 - public, for all its underscore
        if relation.on_delete is CASCADE:
            relation.related_model._base_manager.filter(**{relation.field.name: report}).delete()  # noqa: SLF001
