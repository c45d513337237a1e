"""A table as it would be published: counts with their totals, suppressed cells written `x`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn, final

from unsilenced.evidence.disclosure.compared import Compared
from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.schema.sheet import Line, Sheet, read_sheet
from unsilenced.evidence.spelling import alike

TOTAL = "Total"
SUPPRESSED = "x"
BETWEEN = "|"
"""The separator of row and column in one key, so no label may contain it."""

NAMES_BETWEEN = "/"
_NOTE_AFTER = "; "
_RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""How a formula begins; the last four are the wide forms of the first."""


@final
@dataclass(frozen=True, slots=True)
class PublishedTable:
    """Two categories crossed, with totals.

    Its contents never change after it is made, and nothing can present them differently: there are
    no subclasses, and it keeps lists as tuples.

    `dimensions` names what rows and columns are; two empty names if the table does not say.
    `cells` has a row for each of `rows` and one for their totals. Each row has a count for each of
    `columns` and one for their total; `None` is suppressed. If `rounded_to` is above 1, every count
    is the multiple of it nearest to the true count, and halves go up.
    """

    name: str
    dimensions: tuple[str, str]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...] = field(repr=False)
    rounded_to: int = 1

    def __init_subclass__(cls) -> NoReturn:
        raise TypeError("a table that says otherwise what is in it cannot be audited")

    def __post_init__(self) -> None:
        # The audit checks what is here now. A list could change after the audit.
        kept = {
            "dimensions": tuple(self.dimensions),
            "rows": tuple(self.rows),
            "columns": tuple(self.columns),
            "cells": tuple(map(tuple, self.cells)),
        }
        for name, value in kept.items():
            object.__setattr__(self, name, value)

    @property
    def row_labels(self) -> tuple[str, ...]:
        """The rows' labels, `Total` last."""
        return (*self.rows, TOTAL)

    @property
    def column_labels(self) -> tuple[str, ...]:
        """The columns' labels, `Total` last."""
        return (*self.columns, TOTAL)

    def labels(self, place: tuple[int, int]) -> tuple[str, str]:
        """Return the labels of the cell at `place`."""
        return self.row_labels[place[0]], self.column_labels[place[1]]

    def places(self) -> tuple[tuple[int, int], ...]:
        """Return the place of every cell, totals included, row by row."""
        columns = range(len(self.columns) + 1)
        return tuple((row, column) for row in range(len(self.rows) + 1) for column in columns)

    def bounds(self, place: tuple[int, int]) -> tuple[int, int | None]:
        """Return the smallest and the largest count that the cell by itself can stand for."""
        count = self.cells[place[0]][place[1]]
        if count is None:
            return 0, None
        least = max(count - self.rounded_to // 2, 0)
        return least, count + (self.rounded_to - 1) // 2


def read_published(path: Path, *, rounded_to: int = 1) -> PublishedTable:
    """Read a table from a CSV file.

    The first column holds the rows' labels, the header the columns'; the last row and the last
    column are `Total`. The header's first field may name both dimensions, as in
    `borough/offence`. Raises `BadInput` for anything else.
    """
    sheet = read_sheet(path, corner=True)
    _check_totals(sheet)
    labels = [_label(sheet, line) for line in sheet.lines]
    for line, label in zip(sheet.lines, labels, strict=True):
        if labels.count(label) > 1:
            raise sheet.bad(line, 0, f"the row “{label}” stands there twice")
    for column, label in enumerate(sheet.header[1:], start=1):
        if BETWEEN in label:
            raise BadInput(f"“{label}” has {BETWEEN} in it", file=sheet.file, row=1, column=column)
    return PublishedTable(
        name=path.name,
        dimensions=dimensions_of(sheet.header[0]),
        rows=tuple(labels[:-1]),
        columns=sheet.header[1:-1],
        cells=tuple(_cells(sheet, line, rounded_to) for line in sheet.lines),
        rounded_to=rounded_to,
    )


def dimensions_of(corner: str) -> tuple[str, str]:
    """Return what the header's first field says about rows and columns.

    >>> dimensions_of("borough/offence")
    ('borough', 'offence')
    >>> dimensions_of("borough")
    ('', '')
    >>> dimensions_of(noted("borough/offence", Compared.NONE))
    ('borough', 'offence')
    """
    for each in Compared:
        corner = corner.removesuffix(f"{_NOTE_AFTER}{each.warning}")
    names = [each.strip() for each in corner.split(NAMES_BETWEEN)]
    match names:
        case [rows, columns] if rows and columns and rows != columns:
            return rows, columns
    return "", ""


def noted(corner: str, compared: Compared) -> str:
    """Return the header's first field with the words of the table's face: nobody can miss them."""
    return f"{corner}{_NOTE_AFTER}{compared.warning}" if compared.warning else corner


def check_dimensions(tables: Iterable[tuple[str, tuple[str, str]]]) -> None:
    """Raise `BadInput` if the names of dimensions differ only in capitals or white space.

    `tables` are names of tables with their dimensions. We would take such a dimension for a
    different one, and miss what the tables reveal about each other.
    """
    known: dict[str, str] = {}
    for table, dimensions in tables:
        for name in dimensions:
            first = known.setdefault(alike(name), name)
            if first != name:
                reason = f"“{name}” is “{first}” in another table: call one dimension by one name"
                raise BadInput(reason, file=table, row=1)


def check_no_formula(label: str) -> None:
    """Raise `ValueError` with the reason if a spreadsheet that opens the CSV would run a label."""
    if label.startswith(_RUN):
        reason = f"“{label}” begins with “{label[0]}”, which a spreadsheet runs: put a word first"
        raise ValueError(reason)


def _check_totals(sheet: Sheet) -> None:
    two = 2
    if len(sheet.header) <= two or len(sheet.lines) < two:
        raise BadInput("a table has a row, a column, and their totals", file=sheet.file)
    if sheet.header[-1] != TOTAL:
        reason = f"the last column is “{sheet.header[-1]}”; it must be {TOTAL}"
        raise BadInput(reason, file=sheet.file, row=1)
    last = sheet.lines[-1]
    if last.values[0] != TOTAL:
        raise sheet.bad(last, 0, f"the last row is “{last.values[0]}”; it must be {TOTAL}")


def _label(sheet: Sheet, line: Line) -> str:
    label = line.values[0]
    if not label:
        raise sheet.bad(line, 0, "the row has no label")
    if BETWEEN in label:
        raise sheet.bad(line, 0, f"“{label}” has {BETWEEN} in it")
    return label


def _cells(sheet: Sheet, line: Line, rounded_to: int) -> tuple[int | None, ...]:
    return tuple(_cell(sheet, line, column, rounded_to) for column in _columns(line.values))


def _columns(values: Sequence[str]) -> range:
    return range(1, len(values))


def _cell(sheet: Sheet, line: Line, column: int, rounded_to: int) -> int | None:
    if line.values[column] == SUPPRESSED:
        return None
    count = sheet.count(line, column)
    if count % rounded_to:
        raise sheet.bad(line, column, f"{count} is no multiple of {rounded_to}")
    return count
