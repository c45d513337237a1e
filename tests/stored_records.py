"""The wraps of stored records, by their two recipients."""

from uuid import UUID

from django.db import transaction

from unsilenced.records import storing
from unsilenced.records.models import Record
from unsilenced.reports.models import Report
from unsilenced.reports.records import NewRecord
from unsilenced.sealing.context import RecipientKind, RecordKind


def key_of(record: Record) -> UUID:
    """The project key that a stored record is sealed to."""
    return record.wraps.get(recipient=RecipientKind.PROJECT).key_id


def project_wrap_of(record: Record) -> bytes:
    """The wrap of a stored record for its project."""
    return bytes(record.wraps.get(recipient=RecipientKind.PROJECT).sealed)


def reporter_wrap_of(record: Record) -> bytes | None:
    """The wrap of a stored record for its writer; None where it has none."""
    wrap = record.wraps.filter(recipient=RecipientKind.REPORTER).first()
    return wrap and bytes(wrap.sealed)


def store_draft(report: Report, new: NewRecord) -> None:
    """Store a warning's sealed draft, without the warning."""
    wraps = tuple(wrap for wrap in new.wraps if wrap.recipient is RecipientKind.PROJECT)
    draft = storing.NewRecord(new.uid, new.uid, report.project, RecordKind.WARNING, new.body, wraps)
    with transaction.atomic():
        storing.store_once(draft, allow=lambda: None)
