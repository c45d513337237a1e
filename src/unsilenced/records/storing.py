"""Storing sealed records once: the same again changes nothing, and anything else is refused.

The domain of a record decides what it belongs to and who may write it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from unsilenced.http.refusal import Refusal
from unsilenced.people.models import Organisation
from unsilenced.process.database.prepared_statement import call, run
from unsilenced.process.database.taken import if_taken
from unsilenced.records.models import Record, RecordQuerySet
from unsilenced.records.models import Wrap as WrapRow
from unsilenced.records.routines import NEXT_POSITION
from unsilenced.records.shapes import refuse_unsealed
from unsilenced.sealing.context import RecordKind
from unsilenced.sealing.record import Wrap

_NEXT_POSITION = call(NEXT_POSITION)


@dataclass(frozen=True)
class NewRecord:
    """A record to be stored: sealed, and with the place where it belongs.

    Making one raises 422 refusals for what cannot have been sealed, or is not for such recipients.
    """

    uid: UUID
    subject: UUID
    organisation: Organisation
    kind: RecordKind
    body: bytes
    wraps: tuple[Wrap, ...]

    def __post_init__(self) -> None:
        """Refuse what cannot have been sealed."""
        refuse_unsealed(self.kind, self.body, self.wraps)


@dataclass(frozen=True)
class Stored:
    """Stored records; `created` is false if the same had been sent before."""

    records: tuple[Record, ...]
    created: bool


def store_once(new: NewRecord, *, allow: Callable[[], None]) -> Stored:
    """Store a record, or find that the very same is here under its uid.

    `allow` refuses a new record if the domain does not accept it. A record that was sent before is
    confirmed again, even if a new one would be refused now. Call this in a transaction that locks
    the subject. Raises a 409 refusal `uid-taken`.
    """
    return store_all_once([new], Record.objects.filter(pk=new.uid), allow=allow)


def store_all_once(
    new: Sequence[NewRecord], before: RecordQuerySet, *, allow: Callable[[], None]
) -> Stored:
    """Store what was sent together, as `store_once` does; `before` selects what may be the same."""
    found = tuple(before.prefetch_related("wraps"))
    if found:
        if Counter(map(_stored, found)) != Counter(map(_sent, new)):
            raise uid_taken()
        return Stored(found, created=False)
    allow()
    return Stored(_insert(new), created=True)


def replace(record: Record, new: NewRecord) -> None:
    """Put `new` in the place of a record. Call it in a transaction that locks the subject."""
    record.delete()
    _insert([new])


def uid_taken() -> Refusal:
    """A refusal of an identifier that already names something else."""
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
    # Another call may take the uid between the look-up and the insert.
    with if_taken(uid_taken), transaction.atomic():
        Record.objects.bulk_create(records)
        WrapRow.objects.bulk_create(wraps)
    return tuple(records)


def _next_position(subject: UUID) -> int:
    """Return the place after the last; lock the subject, so that no other record takes it."""
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
