"""The records that stand in the present release, and what becomes of them with the next one.

The database does all the work: a million records never pass through this process.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from unsilenced.oblivious.combined import PLACE_SIZE
from unsilenced.oblivious.dummies import Dummy, change
from unsilenced.oblivious.layout import Layout, layout_for
from unsilenced.warnings.models import ReleasedRecord, Warning, WarningQuerySet

_AT_ONCE = 5_000

_INSERT = """
INSERT INTO warnings_releasedrecord (epoch, place, record, warning_id, entry_id, since)
SELECT wanted.*, %s FROM ({wanted}) AS wanted
"""
_INSERT_DUMMIES = """
INSERT INTO warnings_releasedrecord (epoch, since, place, record)
SELECT %s, %s, * FROM unnest(%s::bytea[], %s::bytea[])
"""


def lay_out(
    number: int, epoch: str, wanted: QuerySet[Any], entry: str, present: Layout | None
) -> Layout:
    """Make the records that `wanted` selects, and no other real ones, stand from `number` on.

    `wanted` has the columns epoch, place, record and warning, and `entry` is the name of the
    entry's column. Dummies come and go so that a watcher cannot tell how many real records did.
    `present` is the layout of the release before, if there is one; the new layout is returned.
    """
    _join_by_hashing()
    began_before = ReleasedRecord.objects.standing().filter(epoch=epoch).exists()
    withdrawn = _withdraw(number, epoch, wanted)
    _add(number, wanted, entry)
    real = _real_places(epoch)
    layout = layout_for(real, present)
    _swap_dummies(number, epoch, layout, real, withdrawn if began_before else 0)
    return layout


def undo_from(number: int) -> None:
    """Make the records stand as before release `number`, as if it and later ones were never made.

    Otherwise the next release would not differ by a multiple of 64 from what members have.
    """
    ReleasedRecord.objects.filter(since__gte=number).delete()
    ReleasedRecord.objects.filter(until__gte=number).update(until=None)


def with_records(epoch: str) -> WarningQuerySet:
    """Return the warnings that have standing records of an epoch."""
    records = ReleasedRecord.objects.standing().real().filter(epoch=epoch)
    return Warning.objects.filter(Exists(records.filter(warning=OuterRef("pk"))))


def _join_by_hashing() -> None:
    """Keep joins of this transaction from going through one table again for each row of another.

    PostgreSQL knows the tables' sizes from before they were filled: with a million records in a
    table that it believes empty, such a join would take days.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")


def _withdraw(number: int, epoch: str, wanted: QuerySet[Any]) -> int:
    """End what is no longer wanted; return how many real records of this epoch ended."""
    standing = ReleasedRecord.objects.standing()
    standing.exclude(epoch=epoch).update(until=number)
    gone = ~Exists(wanted.filter(record=OuterRef("record")))
    return standing.real().filter(gone).update(until=number)


def _add(number: int, wanted: QuerySet[Any], entry: str) -> None:
    standing = ReleasedRecord.objects.standing()
    coming = wanted.filter(~Exists(standing.filter(record=OuterRef("record"))))
    # Insert in the order in which they are read, so that the next pages of an index and a table are
    # near.
    rows = coming.order_by("place").values_list("epoch", "place", "record", "warning", entry)
    statement, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_INSERT.format(wanted=statement), [number, *values])


def _real_places(epoch: str) -> Sequence[int]:
    places = ReleasedRecord.objects.standing().real().filter(epoch=epoch)
    read = places.values_list("place", flat=True).iterator(_AT_ONCE)
    # A place takes eight bytes here and about forty in a list; there may be ten million.
    return array("Q", map(int.from_bytes, read))


def _swap_dummies(
    number: int, epoch: str, layout: Layout, real: Sequence[int], withdrawn: int
) -> None:
    standing = ReleasedRecord.objects.standing().dummies().filter(epoch=epoch)
    found = {
        bytes(record): (key, Dummy(int.from_bytes(place), bytes(record)))
        for key, place, record in standing.values_list("pk", "place", "record")
    }
    held = [dummy for _, dummy in found.values()]
    changed = change(layout, real=real, withdrawn=withdrawn, dummies=held)
    going = (found[dummy.record][0] for dummy in changed.going)
    while some := list(islice(going, _AT_ONCE)):
        ReleasedRecord.objects.filter(pk__in=some).update(until=number)
    _store(number, epoch, changed.coming)


def _store(number: int, epoch: str, coming: Iterable[Dummy]) -> None:
    waiting = iter(coming)
    with connection.cursor() as cursor:
        while some := list(islice(waiting, _AT_ONCE)):
            places = [dummy.place.to_bytes(PLACE_SIZE) for dummy in some]
            records = [dummy.record for dummy in some]
            cursor.execute(_INSERT_DUMMIES, [epoch, number, places, records])
