"""Overlap tables: how many cases are on exactly which lists, read from a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FEWEST_LISTS, MOST_LISTS = 3, 8
MOST_BYTES = 1_000_000
MOST_CASES = 10**9
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class TableError(ValueError):
    """A table that cannot be used. `row` and `column` say where, if one place is to blame."""

    def __init__(
        self, message: str, *, file: str = "", row: int | None = None, column: str | None = None
    ) -> None:
        places = (file, row and f"row {row}", column and f"column {column}")
        place = ", ".join(str(each) for each in places if each)
        super().__init__(f"{place}: {message}" if place else message)
        self.message = message
        self.file = file
        self.row = row
        self.column = column


@dataclass(frozen=True, eq=False)
class OverlapTable:
    """Counts of cases by the lists that hold them.

    `counts` has 2**k whole numbers for k lists: number c counts the cases on exactly the lists i
    with bit i set in c. `counts[0]`, those on no list, is unknown and held as 0. Raises
    `TableError` for what no estimate can be made from.

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
                raise TableError("Two lists have the same name.", column=name)
        if self.counts.shape != (1 << len(self.lists),):
            raise TableError(f"{len(self.lists)} lists have {1 << len(self.lists)} patterns.")
        if self.counts[0]:
            raise TableError("Cases on no list cannot have been counted.")
        if self.counts.min() < 0 or self.cases > MOST_CASES:
            raise TableError(f"A table counts from 1 to {MOST_CASES:,} cases.")
        patterns = np.arange(len(self.counts))
        for number, name in enumerate(self.lists):
            on_it = patterns >> number & 1 == 1
            if not self.counts[on_it].any():
                raise TableError("No case is on this list: leave it out.", column=name)
            if not self.counts[on_it & (patterns != 1 << number)].any():
                raise TableError(
                    "This list shares no case with any other, so it says nothing about who is "
                    "missing: leave it out.",
                    column=name,
                )

    @classmethod
    def of(cls, lists: Sequence[str], counted: Mapping[tuple[int, ...], int]) -> OverlapTable:
        """Make a table of `counted`: the count for each pattern of 0 and 1, in order of `lists`.

        A pattern that is left out counts 0. Raises `TableError`.
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

    The other columns are the lists, 1 where the cases are on it and 0 where not. UTF-8, commas.
    Patterns without a row count 0. Raises `TableError` with file, row and column, and `OSError`
    if the file cannot be read.
    """
    file = str(path)
    try:
        return _table(_text(path))
    except TableError as error:
        raise TableError(error.message, file=file, row=error.row, column=error.column) from None
    except csv.Error as error:
        raise TableError(f"This is not a CSV file: {error}.", file=file) from None


def _text(path: Path) -> str:
    if (size := path.stat().st_size) > MOST_BYTES:
        raise TableError(f"The file has {size:,} bytes; a table has at most {MOST_BYTES:,}.")
    raw = path.read_bytes().removeprefix(_BYTE_ORDER_MARK)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].splitlines(keepends=True)
        ended = not before or before[-1].endswith(b"\n")
        column = 1 + (0 if ended else before[-1].count(b","))
        raise TableError(
            f"Byte {raw[error.start]:#04x} is not UTF-8. Save the file as UTF-8.",
            row=len(before) + ended,
            column=f"number {column}",
        ) from None


def _table(text: str) -> OverlapTable:
    rows = _rows(text)
    _, header = next(rows, (0, []))
    names = _names(header)
    lists = names[:-1]
    counted: dict[tuple[int, ...], int] = {}
    seen: dict[tuple[int, ...], int] = {}
    for row, fields in rows:
        if len(fields) != len(names):
            raise TableError(f"{len(names)} fields are needed, not {len(fields)}.", row=row)
        columns = zip(lists, fields, strict=False)
        pattern = tuple(_membership(field, row, name) for name, field in columns)
        if not any(pattern):
            raise TableError("Cases on no list cannot have been counted.", row=row)
        if pattern in seen:
            raise TableError(f"Row {seen[pattern]} has the same pattern.", row=row)
        seen[pattern] = row
        counted[pattern] = _count(fields[-1], row, names[-1])
    if sum(counted.values()) > MOST_CASES:
        raise TableError(f"More than {MOST_CASES:,} cases are counted.", column=names[-1])
    return OverlapTable.of(lists, counted)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    for fields in reader:
        if any(field.strip() for field in fields):
            yield reader.line_num, [field.strip() for field in fields]


def _names(header: list[str]) -> list[str]:
    if not header:
        raise TableError("The file is empty.")
    if all(_is_number(name) for name in header):
        raise TableError("The first row must name the lists and the count.", row=1)
    for number, name in enumerate(header, 1):
        if not name:
            raise TableError("This column has no name.", row=1, column=f"number {number}")
        if name in header[: number - 1]:
            raise TableError("Two columns have this name.", row=1, column=name)
    _require_number_of_lists(len(header) - 1)
    return header


def _is_number(field: str) -> bool:
    try:
        float(field)
    except ValueError:
        return False
    return True


def _membership(field: str, row: int, column: str) -> int:
    if field not in ("0", "1"):
        raise TableError(f"0 or 1 is needed, not {_shown(field)}.", row=row, column=column)
    return int(field)


def _count(field: str, row: int, column: str) -> int:
    if not (field.isascii() and field.isdigit()):
        raise TableError(
            f"A whole number of cases, 0 or more, is needed, not {_shown(field)}.",
            row=row,
            column=column,
        )
    digits = field.lstrip("0") or "0"
    # Python refuses to read very long numbers with a message of its own.
    if len(digits) > len(str(MOST_CASES)) or int(digits) > MOST_CASES:
        raise TableError(
            f"{_shown(field)} is more than {MOST_CASES:,} cases.", row=row, column=column
        )
    return int(digits)


def _shown(field: str) -> str:
    longest = 20
    return repr(field if len(field) <= longest else field[:longest] + "…")


def _require_number_of_lists(number: int) -> None:
    if number < FEWEST_LISTS:
        raise TableError(
            f"{number} list{'' if number == 1 else 's'}: at least {FEWEST_LISTS} are needed, as "
            "with fewer nothing shows how the lists depend on each other."
        )
    if number > MOST_LISTS:
        raise TableError(
            f"{number} lists: at most {MOST_LISTS} can be used, as the models of more are too "
            "many to compare. Combine lists that are kept together."
        )
