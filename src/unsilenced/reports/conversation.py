"""What a report's writer and its project say to each other, and how that ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import CASCADE, Max
from django.dispatch import Signal
from django.utils import timezone

from unsilenced.http.refusal import Refusal
from unsilenced.people.models import Organisation, OrganisationKey
from unsilenced.people.organisations.team import Person, people_of
from unsilenced.records.models import Record
from unsilenced.reports import consent, paging, records
from unsilenced.reports.intake import quotas
from unsilenced.reports.locking import gone, lock_report
from unsilenced.reports.models import Attachment, Chunk, Consent, Report, Scope
from unsilenced.reports.paging import Page
from unsilenced.reports.records import Added, NewRecord
from unsilenced.sealing.context import RecordKind

erased = Signal()
"""Sent with `report` in the transaction that ends a report for its writer. Apps above this one then
end what they made from the report."""

MESSAGES = frozenset({RecordKind.REPORTER_MESSAGE, RecordKind.PROJECT_MESSAGE})
"""What both sides may read of the conversation after the report."""

WITH_NOTES = MESSAGES | {RecordKind.NOTE}
"""What the project may read of the conversation."""

PAGE = 100
"""Messages on one page."""

TOLD_FOR = timedelta(days=183)
"""How long a writer's words still tell that the project deleted the report."""

_HEAD = frozenset({RecordKind.REPORT, RecordKind.ATTACHMENT})


@dataclass(frozen=True)
class SealedFile:
    """An attachment as it is shown: its record, its number of chunks, and whether all are here."""

    record: Record
    chunks: int
    complete: bool


@dataclass(frozen=True)
class Conversation:
    """All that is shown of a report except the messages after it, which come in pages."""

    report: Report
    key: OrganisationKey
    first: Record
    attachments: tuple[SealedFile, ...]
    consents: frozenset[Scope]
    ledger: tuple[Consent, ...]


def conversation_of(report: Report) -> Conversation:
    """Gather what is shown of `report`, each part in its order.

    Raises the refusal of `locking.lock_report` if the report was deleted after it was looked up.
    """
    heads = report.records.filter(kind__in=_HEAD).prefetch_related("wraps")
    seen = list(heads.order_by("position"))
    if not seen:
        raise gone()
    ledger = consent.ledger(report)
    return Conversation(
        report=report,
        key=OrganisationKey.objects.current().get(organisation=report.project),
        first=next(record for record in seen if record.kind == RecordKind.REPORT),
        attachments=_files(report, seen),
        consents=consent.active_after(ledger),
        ledger=ledger,
    )


def said_after(
    report: Report,
    kinds: frozenset[RecordKind] = MESSAGES,
    *,
    before: UUID | None = None,
    beside: Record | None = None,
) -> Page:
    """Return the newest records of `kinds`, or the newest of those older than `before`.

    If the same answer also carries `beside`, there may be room for none. Otherwise it returns at
    least one, if any exists. Raises the refusal of `paging.before_uid`.
    """
    records = report.records.filter(kind__in=kinds).order_by("-position")
    if before is not None:
        records = paging.before_uid(records, before)
    if beside is None:
        return paging.page(records, PAGE)
    return paging.page(records, PAGE, room=paging.ROOM - len(beside.body), least=0)


def answerers(report: Report) -> tuple[Person, ...]:
    """Return the people who may have answered: the project's people, or nobody before it answered.

    The name of the person who wrote is inside the sealed answer, so the server cannot tell it.
    """
    answered = report.records.filter(kind=RecordKind.PROJECT_MESSAGE).exists()
    return people_of(report.project) if answered else ()


def files_of(report: Report) -> tuple[SealedFile, ...]:
    """Return the attachments of `report`, in their order."""
    files = report.records.filter(kind=RecordKind.ATTACHMENT).prefetch_related("wraps")
    return _files(report, files.order_by("position"))


def _files(report: Report, seen: Iterable[Record]) -> tuple[SealedFile, ...]:
    files = [record for record in seen if record.kind == RecordKind.ATTACHMENT]
    if not files:
        return ()
    attachments = Attachment.objects.filter(record__subject=report.pk)
    counts = dict(attachments.values_list("record_id", "chunk_count"))
    missing = set(attachments.unfinished().values_list("record_id", flat=True))
    return tuple(
        SealedFile(record, counts[record.pk], complete=record.pk not in missing)
        for record in files
        if record.pk in counts
    )


def add_reporter_message(report: Report, new: NewRecord) -> Added:
    """Store a message of the reporter. Raises the refusals of `records.add`."""
    return records.add(report, new, RecordKind.REPORTER_MESSAGE)


def add_project_message(report: Report, new: NewRecord) -> Added:
    """Store a message of the project. Raises the refusals of `records.add`."""
    return records.add(report, new, RecordKind.PROJECT_MESSAGE)


def add_note(report: Report, new: NewRecord) -> Added:
    """Store a note that only the project can read. Raises the refusals of `records.add`."""
    return records.add(report, new, RecordKind.NOTE)


def mark_opened(report: Report) -> int:
    """Store the day on which the project first opened the report, and return the project's number.

    Raises the refusal of `locking.lock_report`.
    """
    with transaction.atomic():
        lock_report(report)
        # Wait here, so that two reports opened at once get two numbers.
        project = Organisation.objects.select_for_update(no_key=True).get(pk=report.project_id)
        last = Report.objects.filter(project=project).aggregate(last=Max("number"))["last"] or 0
        opened = Report.objects.get(pk=report.pk)
        opened.opened_on = opened.opened_on or timezone.localdate()
        opened.number = opened.number or last + 1
        opened.seen = True
        opened.save(update_fields=["opened_on", "number", "seen"])
        return opened.number


def mark_seen(report: Report) -> None:
    """Store that the project has dealt with this locked report, even if it has not opened it.

    This makes room for other reports of that day (`quotas`).
    """
    Report.objects.filter(pk=report.pk).update(seen=True)


def delete_everything(report: Report) -> None:
    """Delete a report as its writer asks: its words then open nothing.

    If the project has deleted the report already, only its look-up hash is left for the words to
    find, and this removes it. Raises the refusal of `locking.lock_report` if its writer has deleted
    it in the meantime.
    """
    with transaction.atomic():
        try:
            lock_report(report)
        except Refusal:
            if not Report.objects.telling().filter(pk=report.pk).update(lookup_hash=None):
                raise
            return
        quotas.count_removed(Attachment.objects.filter(record__subject=report.pk), report)
        _delete(report, lookup_hash=None)


def delete_for_project(report: Report) -> None:
    """Delete a report as its project decided; the look-up hash stays, to tell its writer."""
    with transaction.atomic():
        _delete(report, lookup_hash=report.lookup_hash)
        mark_seen(report)
        Report.objects.filter(pk=report.pk).update(deleted_by_project=True)


def forget_told(today: date) -> None:
    """Make the words of reports that projects deleted long ago open nothing."""
    Report.objects.telling().filter(deleted_on__lt=today - TOLD_FOR).update(lookup_hash=None)


def _delete(report: Report, *, lookup_hash: bytes | memoryview | None) -> None:
    """End a report: only its reference, number and consent ledger stay.

    First every active consent is withdrawn in the ledger. Everything that belongs to the report (a
    foreign key to it with CASCADE) is deleted with its records, and `erased` is sent. All of this
    happens or none of it. The `uid` stays, so that a late repetition of the submission cannot bring
    the report back.
    """
    with transaction.atomic():
        lock_report(report)
        consent.withdraw_all(report)
        Chunk.objects.filter(attachment__record__subject=report.pk).delete()
        Attachment.objects.filter(record__subject=report.pk).delete()
        # Without `only`, Django would read the bodies before it removes them.
        report.records.only("pk").delete()
        _delete_belongings(report)
        Report.objects.filter(pk=report.pk).update(
            lookup_hash=lookup_hash,
            reporter_public_key=None,
            sent_hash=None,
            opened_on=None,
            removal=None,
            removed_chunks=0,
            deleted_on=timezone.localdate(),
        )
        erased.send(Report, report=report)


def _delete_belongings(report: Report) -> None:
    for relation in Report._meta.related_objects:  # noqa: SLF001 - public, for all its underscore
        if relation.on_delete is CASCADE:
            relation.related_model._base_manager.filter(**{relation.field.name: report}).delete()  # noqa: SLF001
