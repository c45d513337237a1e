"""Reads small CSV files as they are: every line whole, or a message that says which is not."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.schema.csv_lines import checked
from unsilenced.evidence.spelling import LONGEST, check_text, composed, too_long

LARGEST_FILE = 64 << 20
"""The most bytes of a file: a gigabyte given by mistake is refused without reading it."""

LARGEST_COUNT = 10**9
"""The largest count that we read. Solvers calculate with 53 bits; this leaves them room."""

COMMENT = "#"

_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sheet: its number in the file, the header being 1, and its fields."""

    number: int
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A CSV file: its name, the header's fields, and the lines below it."""

    file: str
    header: tuple[str, ...]
    lines: tuple[Line, ...]

    def index(self, column: str) -> int:
        """Return the place of `column`; raise `BadInput` if there is no such column."""
        name = composed(column)
        if name not in self.header:
            has = listed(self.header)
            raise BadInput(f"there is no column “{column}”; there are: {has}", file=self.file)
        return self.header.index(name)

    def bad(self, line: Line, column: int, reason: str) -> BadInput:
        """Return the error for a field of `line`."""
        named = self.header[column] or column + 1
        return BadInput(reason, file=self.file, row=line.number, column=named)

    def count(self, line: Line, column: int) -> int:
        """Return the count in a field; raise `BadInput` unless it is whole and not negative."""
        try:
            return whole_number(line.values[column])
        except ValueError as error:
            raise self.bad(line, column, str(error)) from error


def read_sheet(path: Path, *, corner: bool = False, comments: bool = False) -> Sheet:
    """Read a CSV file in UTF-8, with accents composed (NFC).

    With `corner`, the header's first field may be empty; with `comments`, lines that begin with
    # are left out. Raises `BadInput` unless it is a header with distinct names above lines of
    equal length, none of whose fields has a control character or is too long.
    """
    rows = _rows(path, comments=comments)
    if not rows:
        raise BadInput("the file is empty", file=path.name)
    (first, header), body = rows[0], rows[1:]
    check_header(path.name, first, header[1:] if corner else header)
    for number, values in body:
        if len(values) != len(header):
            reason = f"has {len(values)} fields where the header has {len(header)}"
            raise BadInput(reason, file=path.name, row=number)
    lines = tuple(Line(number, tuple(values)) for number, values in body)
    sheet = Sheet(path.name, tuple(header), lines)
    for line in lines:
        if max(map(len, line.values)) > LONGEST:
            column = next(at for at, value in enumerate(line.values) if len(value) > LONGEST)
            raise sheet.bad(line, column, too_long(line.values[column]))
    return sheet


def listed(names: Sequence[str]) -> str:
    """Return names for a message, the first ones only where there are many.

    >>> listed(["unit", "events"])
    'unit, events'
    """
    return shorten(", ".join(names), _SHOWN, placeholder=" …")


def whole_number(text: str) -> int:
    """Return the count that `text` gives; raise `ValueError` with the reason if it gives none.

    >>> whole_number("30")
    30
    """
    if text.isascii() and text.isdigit():
        if len(text.lstrip("0")) > len(str(LARGEST_COUNT)) or int(text) > LARGEST_COUNT:
            raise ValueError(f"{text} is larger than {LARGEST_COUNT:,}")
        return int(text)
    if not text:
        raise ValueError("is empty; write 0 for none")
    if text.startswith("-") and text[1:].isdigit():
        raise ValueError(f"{text} is negative; a count is not")
    raise ValueError(f"“{text[:40]}” is no whole number, written in digits alone")


def _rows(path: Path, *, comments: bool) -> list[tuple[int, list[str]]]:
    lines: Iterable[str] = io.StringIO(_text(path), newline="")
    if comments:
        lines = ("\n" if line.startswith(COMMENT) else line for line in lines)
    reader = csv.reader(checked(lines, path.name), strict=True)
    try:
        return [(reader.line_num, [each.strip() for each in row]) for row in reader if row]
    except csv.Error as error:
        raise BadInput(f"is no CSV: {error}", file=path.name, row=reader.line_num) from error


def _text(path: Path) -> str:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            # A device or a pipe has no size, and may never end.
            data = b"" if size > LARGEST_FILE else file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", file=path.name) from error
    size = max(size, len(data))
    if size > LARGEST_FILE:
        reason = f"has {size:,} bytes; at most {LARGEST_FILE:,} are read"
        raise BadInput(reason, file=path.name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        reason = f"byte {column} of the line is no UTF-8; save the file as UTF-8"
        raise BadInput(reason, file=path.name, row=row) from error
    return composed(text)


def check_header(file: str, row: int, names: Sequence[str]) -> None:
    """Raise `BadInput` unless all columns have different names."""
    for name, times in Counter(names).items():
        if not name:
            raise BadInput("a column has no name", file=file, row=row)
        try:
            check_text(name)
        except ValueError as error:
            raise BadInput(f"a column's name {error}", file=file, row=row) from error
        if times > 1:
            raise BadInput("stands in the header twice", file=file, row=row, column=name)
