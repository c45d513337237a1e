"""Storing sealed records once: the same again changes nothing, something else is refused.

What a record belongs to, and who may write one there, its own domain decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.people.models import Organisation
from unsilenced.process.database.prepared_statement import call, run
from unsilenced.records.models import Record, RecordKind, RecordQuerySet
from unsilenced.records.models import Wrap as WrapRow
from unsilenced.records.routines import NEXT_POSITION
from unsilenced.records.shapes import refuse_unsealed
from unsilenced.sealing.record import Wrap

_NEXT_POSITION = call(NEXT_POSITION)


@dataclass(frozen=True)
class NewRecord:
    """A record as it is to be stored: sealed, and where it belongs.

    Making one raises 422 refusals for what could not be sealed, or is not for such recipients.
    """

    uid: UUID
    subject: UUID
    organisation: Organisation
    kind: RecordKind
    body: bytes
    wraps: tuple[Wrap, ...]

    def __post_init__(self) -> None:
        """Refuse what could not be sealed."""
        refuse_unsealed(self.kind, self.body, self.wraps)


@dataclass(frozen=True)
class Stored:
    """Stored records; `created` is false where the same had been sent before."""

    records: tuple[Record, ...]
    created: bool


def store_once(new: NewRecord, *, allow: Callable[[], None]) -> Stored:
    """Store a record, or find that the very same is here under its uid.

    `allow` refuses, with what the domain says of a new one: what was sent before is told again
    even where it would be refused now. Call it in a transaction that holds the subject. Raises
    a 409 refusal `uid-taken`.
    """
    return store_all_once([new], Record.objects.filter(pk=new.uid), allow=allow)


def store_all_once(
    new: Sequence[NewRecord], before: RecordQuerySet, *, allow: Callable[[], None]
) -> Stored:
    """Store what was sent together, as `store_once`; `before` asks for what would be the same."""
    found = tuple(before.prefetch_related("wraps"))
    if found:
        if Counter(map(_stored, found)) != Counter(map(_sent, new)):
            raise uid_taken()
        return Stored(found, created=False)
    allow()
    return Stored(_insert(new), created=True)


def replace(record: Record, body: bytes, wraps: Sequence[Wrap]) -> None:
    """Put another text in the place of a record. Call it in a transaction that holds the subject.

    Raises 422 refusals for what could not be sealed.
    """
    new = NewRecord(
        record.pk,
        record.subject,
        record.organisation,
        RecordKind(record.kind),
        body,
        tuple(wraps),
    )
    record.delete()
    _insert([new])


def uid_taken() -> Refusal:
    """A refusal for an identifier that names something else already."""
    return Refusal(
        409,
        "uid-taken",
        _("Something else was sent under the same identifier. Reload the page and try again."),
        field="uid",
    )


def _insert(new: Sequence[NewRecord]) -> tuple[Record, ...]:
    first = _next_position(new[0].subject) if new else 0
    day = timezone.localdate()
    records = [
        Record(
            uid=each.uid,
            subject=each.subject,
            organisation=each.organisation,
            kind=each.kind,
            body=each.body,
            day=day,
            position=position,
        )
        for position, each in enumerate(new, first)
    ]
    wraps = [
        WrapRow(record_id=each.uid, recipient=wrap.recipient, key_id=wrap.key, sealed=wrap.sealed)
        for each in new
        for wrap in each.wraps
    ]
    try:
        with transaction.atomic():
            Record.objects.bulk_create(records)
            WrapRow.objects.bulk_create(wraps)
    except IntegrityError:
        # Something else took the uid between the look and the insert.
        raise uid_taken() from None
    return tuple(records)


def _next_position(subject: UUID) -> int:
    """Return the place after the last; hold the subject, so that no other takes it."""
    ((position,),) = run(_NEXT_POSITION, {"asked_subject": subject})
    return int(position)


_What = tuple[UUID, int, str, bytes, frozenset[tuple[str, UUID | None, bytes]]]


def _stored(record: Record) -> _What:
    return (
        record.subject,
        record.organisation_id,
        record.kind,
        bytes(record.body),
        frozenset((one.recipient, one.key_id, bytes(one.sealed)) for one in record.wraps.all()),
    )


def _sent(new: NewRecord) -> _What:
    return (
        new.subject,
        new.organisation.pk,
        new.kind.value,
        new.body,
        frozenset((one.recipient.value, one.key, one.sealed) for one in new.wraps),
    )
