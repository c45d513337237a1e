"""Adds up a table by some of its columns: the only question that we ask of any engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from string import whitespace
from typing import Any

import ibis

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.schema.field import Field
from unsilenced.evidence.spelling import check_text, composed
from unsilenced.evidence.tables.adding import ROWS, Added
from unsilenced.evidence.tables.check import any_broken, check, first_bad
from unsilenced.evidence.tables.rules import Rule, check_type, rules_of
from unsilenced.evidence.tables.source import Source

MOST_CELLS = 50_000
"""More cells than this are no summary: some column identifies the rows."""

_BAD = "unsilenced_bad"
_NO = ibis.literal(value=False)


@dataclass(frozen=True, slots=True)
class Cell:
    """All rows with the same labels: their number, and the sums of the columns added up."""

    labels: tuple[str, ...]
    rows: int
    sums: tuple[Decimal, ...]


def add_up(source: Source, keys: Sequence[Field], sums: Sequence[Field] = ()) -> tuple[Cell, ...]:
    """Return the rows by the labels in `keys`, with the sums of `sums`, in the labels' order.

    It takes one pass over the table, and another one only to say what is wrong. Raises `BadInput`
    for the first row that does not match the fields, for a key that is named twice, and for more
    than `MOST_CELLS` cells.
    """
    names = [field.name for field in keys]
    if len(set(names)) < len(names):
        raise BadInput(f"a column is named twice: {', '.join(names)}", file=source.name)
    for field in (*keys, *sums):
        check_type(field, source.table, source.name)
    table = source.table
    adding = [Added(field, place) for place, field in enumerate(sums)]
    measures = {ROWS: table.count()}
    for each in adding:
        measures |= each.measures(table)
    cells = table.aggregate(by=names, **measures)
    bad = any_broken(cells, [rule for field in keys for rule in rules_of(field)]) if keys else _NO
    found = source.fetch(cells.mutate(**{_BAD: bad}).limit(MOST_CELLS + 1))
    if len(found) > MOST_CELLS:
        reason = (
            f"{', '.join(names)}: more than {MOST_CELLS:,} different ones; only sums leave a table"
        )
        raise BadInput(reason, file=source.name)
    if not all(_is_good(cell, adding) for cell in found):
        check(source, [*keys, *sums])
    together: dict[tuple[str, ...], Cell] = {}
    for cell in found:
        labels = tuple(_label(source, field, cell[field.name]) for field in keys)
        before = together.get(labels, Cell(labels, 0, tuple(Decimal(0) for _ in sums)))
        both = zip(before.sums, adding, strict=True)
        added = tuple(so_far + each.total(cell) for so_far, each in both)
        together[labels] = Cell(labels, before.rows + cell[ROWS], added)
    return tuple(together[labels] for labels in sorted(together))


def _is_good(cell: dict[str, Any], adding: Sequence[Added]) -> bool:
    return not cell[_BAD] and all(each.is_good(cell) for each in adding)


def _label(source: Source, field: Field, value: object) -> str:
    """Return a label as every engine gives it: no white space around it, dates as ISO 8601."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    label = str(value).strip(whitespace)
    try:
        check_text(label)
        _check_read_back(label)
    except ValueError as error:
        rule = Rule(
            field.name, str(error), lambda table: table[field.name].cast("string") == str(value)
        )
        raise first_bad(source, [rule]) from error
    return label


def _check_read_back(label: str) -> None:
    # If we released a table with such a label, reading it back would give a different label.
    if label != label.strip():
        # Engines disagree on other white space, and small files are read without it.
        raise ValueError("begins or ends with white space that is no ordinary space")
    if label != composed(label):
        raise ValueError("has letters and accents apart (no NFC): write them as one character")
