"""Overlap tables: how many cases are on exactly which lists, read from a CSV file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.schema.sheet import LARGEST_COUNT, Line, Sheet, read_sheet

FEWEST_LISTS, MOST_LISTS = 3, 8


@dataclass(frozen=True, eq=False)
class OverlapTable:
    """Counts of cases by the lists that hold them.

    `counts` has 2**k whole numbers for k lists: number c counts the cases on exactly the lists i
    with bit i set in c. `counts[0]`, the cases on no list, is unknown and held as 0. Raises
    `BadInput` if no estimate can be made from the counts.

    >>> table = OverlapTable.of(("a", "b", "c"), {(1, 0, 0): 40, (0, 1, 0): 30, (0, 0, 1): 20,
    ...                                           (1, 1, 0): 6, (0, 1, 1): 2})
    >>> table.cases
    98
    >>> int(table.counts[0b011])
    6
    """

    lists: tuple[str, ...]
    counts: NDArray[np.int64]

    def __post_init__(self) -> None:
        _require_number_of_lists(len(self.lists))
        for name in self.lists:
            if self.lists.count(name) > 1:
                raise BadInput("two lists have this name", column=name)
        if self.counts.shape != (1 << len(self.lists),):
            raise BadInput(f"{len(self.lists)} lists have {1 << len(self.lists)} patterns")
        if self.counts[0]:
            raise BadInput("cases on no list cannot have been counted")
        if self.counts.min() < 0 or self.cases > LARGEST_COUNT:
            raise BadInput(f"a table counts from 1 to {LARGEST_COUNT:,} cases")
        patterns = np.arange(len(self.counts))
        for number, name in enumerate(self.lists):
            on_it = patterns >> number & 1 == 1
            if not self.counts[on_it].any():
                raise BadInput("no case is on this list: leave it out", column=name)
            if not self.counts[on_it & (patterns != 1 << number)].any():
                raise BadInput(
                    "this list shares no case with any other, so it cannot tell how many are "
                    "missing: leave it out, or combine it with another",
                    column=name,
                )

    @classmethod
    def of(cls, lists: Sequence[str], counted: Mapping[tuple[int, ...], int]) -> OverlapTable:
        """Make a table of `counted`: the count for each pattern of 0 and 1, in order of `lists`.

        A pattern that is left out counts 0. Raises `BadInput`.
        """
        _require_number_of_lists(len(lists))
        counts = np.zeros(1 << len(lists), np.int64)
        for pattern, count in counted.items():
            counts[sum(bit << number for number, bit in enumerate(pattern))] = count
        return cls(tuple(lists), counts)

    @property
    def cases(self) -> int:
        """How many different cases the lists hold together."""
        return int(self.counts.sum())


def read_table(path: Path) -> OverlapTable:
    """Read a table: a header, then a row for each pattern; the last column counts its cases.

    The other columns are the lists, 1 where the cases are on it and 0 where not. Patterns without
    a row count 0. Raises `BadInput` with file, row and column.
    """
    sheet = _sheet(path)
    lists = sheet.header[:-1]
    counted: dict[tuple[int, ...], int] = {}
    rows: dict[tuple[int, ...], int] = {}
    for line in sheet.lines:
        pattern = tuple(_membership(sheet, line, column) for column in range(len(lists)))
        if not any(pattern):
            reason = "is on no list; such cases cannot have been counted"
            raise BadInput(reason, file=sheet.file, row=line.number)
        if pattern in rows:
            reason = f"has the same pattern as row {rows[pattern]}"
            raise BadInput(reason, file=sheet.file, row=line.number)
        rows[pattern] = line.number
        counted[pattern] = sheet.count(line, len(lists))
    try:
        return OverlapTable.of(lists, counted)
    except BadInput as error:
        row = 1 if error.column else None
        raise BadInput(error.reason, file=sheet.file, row=row, column=error.column) from None


def _sheet(path: Path) -> Sheet:
    try:
        sheet = read_sheet(path)
    except BadInput as error:
        if error.row != 1 or not str(error.column).isdigit():
            raise
        # There are patterns where names should be: some of their numbers are the same.
        file = error.file
    else:
        if not all(name.isdigit() for name in sheet.header):
            return sheet
        file = sheet.file
    raise BadInput("the first row must name the lists and the count", file=file, row=1)


def _membership(sheet: Sheet, line: Line, column: int) -> int:
    field = line.values[column]
    if field not in ("0", "1"):
        raise sheet.bad(line, column, f"0 or 1 is needed, not “{field[:40]}”")
    return int(field)


def _require_number_of_lists(number: int) -> None:
    if number < FEWEST_LISTS:
        raise BadInput(
            f"{number} list{'' if number == 1 else 's'}: at least {FEWEST_LISTS} are needed, as "
            "with fewer nothing shows how lists depend on each other"
        )
    if number > MOST_LISTS:
        raise BadInput(
            f"{number} lists: at most {MOST_LISTS} can be used, as the models of more are too "
            "many to compare; combine lists that are kept together"
        )
