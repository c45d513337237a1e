"""Sealed files of a report, uploaded in chunks that can be sent again if the connection breaks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.process.database.prepared_statement import run
from unsilenced.records.models import Record
from unsilenced.records.storing import uid_taken
from unsilenced.reports import records
from unsilenced.reports.intake import quotas, storage
from unsilenced.reports.intake.shapes import refuse_chunk, refuse_count, refuse_long
from unsilenced.reports.intake.storage import Stored
from unsilenced.reports.locking import lock_report
from unsilenced.reports.models import Attachment, Report
from unsilenced.reports.records import NewRecord
from unsilenced.sealing.context import RecordKind

MOST = 5
"""Attachments of one report, at most."""

MOST_CHUNKS = 128
"""Chunks of all attachments of one report together, at most: 32 MiB."""

MOST_CHUNKS_A_DAY = 2 * MOST_CHUNKS
"""Chunks of one report's attachments, at most, including those removed since last night."""

_PATIENCE = timedelta(days=1)

_STORE = """
INSERT INTO reports_chunk (id, attachment_id, index, sealed)
VALUES (gen_random_uuid(), %(attachment)s, %(index)s, %(sealed)s)
RETURNING true
"""
_HAVE = """
SELECT sealed = %(sealed)s FROM reports_chunk
WHERE attachment_id = %(attachment)s AND index = %(index)s
"""


@dataclass(frozen=True)
class Started:
    """An attachment that takes chunks; `created` is false if it was begun before."""

    attachment: Attachment
    created: bool


def start(report: Report, new: NewRecord, chunks: int) -> Started:
    """Begin an attachment of `chunks` chunks, or find it again.

    Raises the refusals of `records.add`, 422 for an impossible count or a description that is not
    of the smallest size, 409 `too-many-attachments` and `attachments-too-large`, 429
    `too-many-photos-today` (`quotas`) and 503 `no-room` (`storage`).
    """
    refuse_count(chunks)
    refuse_long(new.body)
    with transaction.atomic():
        lock_report(report)
        # Do this before anything is stored, so that no two of these calls wait for each other.
        quotas.take_turn(report.project_id)
        is_here = Record.objects.filter(pk=new.uid).exists()
        if is_here or quotas.can_begin(report, chunks):
            return _started(report, new, chunks)
    raise quotas.too_many_photos()


def _started(report: Report, new: NewRecord, chunks: int) -> Started:
    added = records.add(report, new, RecordKind.ATTACHMENT)
    if added.created:
        _refuse_too_many(report, chunks)
        storage.refuse_without_room(Stored.PHOTO)
        made = Attachment.objects.create(record=added.record, chunk_count=chunks)
        return Started(made, created=True)
    before = added.record.attachment
    if before.chunk_count != chunks:
        raise uid_taken()
    return Started(before, created=False)


def bound_to(report: Report, uid: UUID) -> bytes:
    """Return what a photo's puzzle is solved for: this photo, until one is removed."""
    removal = b"" if report.removal is None else report.removal.bytes
    return report.uid.bytes + uid.bytes + removal


def find(report: Report, uid: UUID) -> Attachment:
    """Return an attachment of `report`. Raises a 404 refusal if it has none of this `uid`."""
    attachment = Attachment.objects.filter(record__subject=report.pk, record__uid=uid).first()
    if attachment is None:
        raise Refusal(
            404, "no-such-attachment", _("This photo is not here any more. Add it again.")
        )
    return attachment


def have(attachment: Attachment) -> tuple[int, ...]:
    """Return the indexes of the chunks that are here, in order."""
    return tuple(attachment.chunks.order_by("index").values_list("index", flat=True))


def store_chunk(report: Report, uid: UUID, index: int, sealed: bytes) -> bool:
    """Store one chunk; return false if the same bytes were here already.

    Raises refusals: 422 for bytes that cannot be a chunk, 404 for no such attachment or index, 409
    `chunk-taken` if other bytes are here, 429 `too-many-photos-today` (`quotas`), 503 `no-room`.
    """
    refuse_chunk(sealed)
    storage.refuse_without_room(Stored.PHOTO)
    with transaction.atomic():
        lock_report(report)
        attachment = find(report, uid)
        _refuse_index(attachment, index)
        place = {"attachment": attachment.pk, "index": index, "sealed": sealed}
        if attachment.chunks.filter(index=index).exists():
            if run(_HAVE, place) != [(True,)]:
                raise _chunk_taken()
            return False
        # An opened report has room for its photos in any case, so it does not wait for a turn.
        if report.opened_on is None:
            quotas.take_turn(report.project_id)
        if quotas.can_store(report, attachment.record.day):
            run(_STORE, place)
            return True
    raise quotas.too_many_photos()


def read_chunk(report: Report, uid: UUID, index: int) -> bytes:
    """Return one sealed chunk. Raises a 404 refusal if it is not here."""
    attachment = find(report, uid)
    _refuse_index(attachment, index)
    chunk = attachment.chunks.filter(index=index).first()
    if chunk is None:
        raise _no_such_chunk()
    return bytes(chunk.sealed)


def remove_unfinished(report: Report, uid: UUID) -> None:
    """Remove an attachment that its writer does not want to finish.

    Raises refusals: 404 for no such attachment, and 409 `attachment-complete`.
    """
    with transaction.atomic():
        lock_report(report)
        attachment = find(report, uid)
        quotas.count_removed(Attachment.objects.filter(pk=attachment.pk), report)
        # Count this too, even if no chunk came: nobody can begin and remove photos without end.
        removed = max(1, attachment.chunks.count())
        Report.objects.filter(pk=report.pk).update(
            removal=uuid4(), removed_chunks=F("removed_chunks") + removed
        )
        if not _remove_unfinished(attachment):
            raise Refusal(
                409, "attachment-complete", _("All of this photo has arrived. It stays here.")
            )


def forget_removed() -> None:
    """Forget how much was removed from each report: a new day begins."""
    Report.objects.exclude(removed_chunks=0).update(removed_chunks=0)


def purge_unfinished(today: date) -> int:
    """Remove attachments begun before yesterday that never became complete; return how many.

    Only days are stored, so an attachment always has one whole day, and at most two.
    """
    stale = Attachment.objects.unfinished().filter(record__day__lt=today - _PATIENCE)
    return sum(map(_purge, stale.select_related("record")))


def _purge(attachment: Attachment) -> bool:
    with transaction.atomic():
        # While this waits for the lock, a chunk may arrive, or the report may be deleted.
        Report.objects.select_for_update(no_key=True).get(pk=attachment.record.subject)
        return _remove_unfinished(attachment)


def _remove_unfinished(attachment: Attachment) -> bool:
    if not Attachment.objects.unfinished().filter(pk=attachment.pk):
        return False
    attachment.chunks.all().delete()
    attachment.record.delete()
    return True


def _refuse_too_many(report: Report, chunks: int) -> None:
    if report.records.filter(kind=RecordKind.ATTACHMENT).count() > MOST:
        raise Refusal(
            409,
            "too-many-attachments",
            _("A report can have %(most)d photos. This one was not added.") % {"most": MOST},
        )
    before = Attachment.objects.filter(record__subject=report.pk).aggregate(all=Sum("chunk_count"))
    now = int(before["all"] or 0) + chunks
    if now > MOST_CHUNKS:
        raise Refusal(
            409,
            "attachments-too-large",
            _("The photos of this report are too large together. This one was not added."),
        )
    removed = Report.objects.values_list("removed_chunks", flat=True).get(pk=report.pk)
    if now + removed > MOST_CHUNKS_A_DAY:
        raise quotas.too_many_photos()


def _refuse_index(attachment: Attachment, index: int) -> None:
    if not 0 <= index < attachment.chunk_count:
        raise _no_such_chunk()


def _chunk_taken() -> Refusal:
    return Refusal(409, "chunk-taken", _("Another part of the photo is here. Add the photo again."))


def _no_such_chunk() -> Refusal:
    return Refusal(404, "no-such-chunk", _("This part of the photo is not here."))
