"""Adding up a table by some of its columns: the one question that is asked of any engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from string import whitespace

import ibis

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.sheet import CONTROL
from unsilenced.evidence.tables.check import any_broken, check, times
from unsilenced.evidence.tables.field import Field
from unsilenced.evidence.tables.source import Source

MOST_CELLS = 50_000
"""More cells than this are no summary: some column tells the rows apart."""

_ROWS = "unsilenced_rows"
_SUM = "unsilenced_sum"
_BAD = "unsilenced_bad"


@dataclass(frozen=True, slots=True)
class Cell:
    """All rows with the same labels: how many they are, and the sums of what was added up."""

    labels: tuple[str, ...]
    rows: int
    sums: tuple[Decimal, ...]


def add_up(source: Source, keys: Sequence[Field], sums: Sequence[Field] = ()) -> tuple[Cell, ...]:
    """Return the rows by the labels in `keys`, with the sums of `sums`, in the labels' order.

    It takes one pass over the table, or another one to say what is wrong: raises `BadInput` for
    the first row that is not as the fields say, and for more than `MOST_CELLS` cells.
    """
    for field in (*keys, *sums):
        field.check_type(source.table, source.name)
    table = source.table
    rules = [rule for field in sums for rule in field.rules()]
    measures = {f"{_SUM}_{i}": field.value(table).sum() for i, field in enumerate(sums)}
    measures[_ROWS] = table.count()
    measures[_BAD] = times(any_broken(table, rules)) if rules else ibis.literal(0)
    cells = table.aggregate(by=[field.name for field in keys], **measures)
    if keys:
        of_keys = any_broken(cells, [rule for field in keys for rule in field.rules()])
        cells = cells.mutate(**{_BAD: ibis.ifelse(of_keys, 1, cells[_BAD])})
    found = source.fetch(cells.limit(MOST_CELLS + 1))
    if len(found) > MOST_CELLS:
        named = ", ".join(field.name for field in keys)
        reason = f"{named}: more than {MOST_CELLS:,} different ones; only sums leave a table"
        raise BadInput(reason, file=source.name)
    if any(each[_BAD] for each in found):
        check(source, [*keys, *sums])
    together: dict[tuple[str, ...], Cell] = {}
    for each in found:
        labels = tuple(_label(source, field, each[field.name]) for field in keys)
        before = together.get(labels, Cell(labels, 0, tuple(Decimal(0) for _ in sums)))
        added = tuple(so_far + Decimal(each[f"{_SUM}_{i}"]) for i, so_far in enumerate(before.sums))
        together[labels] = Cell(labels, before.rows + each[_ROWS], added)
    return tuple(together[labels] for labels in sorted(together))


def _label(source: Source, field: Field, value: object) -> str:
    """Return a label as every engine gives it: no white space around it, dates as ISO 8601."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    label = str(value).strip(whitespace)
    if control := CONTROL.search(label):
        reason = f"is no text: it holds the control character {ord(control[0])}"
        raise BadInput(reason, file=source.name, column=field.name)
    return label
