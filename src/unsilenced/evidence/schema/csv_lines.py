"""The lines of a CSV file: each is a record, quoted as in RFC 4180, or an error says why not.

We refuse a field with a line break in it. Otherwise a stray quote would turn everything up to the
next quote into one field, even whole rows.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from typing import Final

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.spelling import CONTROL, reason_against

QUOTE: Final = '"'
_FIELD: Final = re.compile(r'"(?:[^"]|"")*+"|[^",]*+')
_LINE: Final = re.compile(rf"(?:{_FIELD.pattern})(?:,(?:{_FIELD.pattern}))*+")


def checked(
    lines: Iterable[str], file: str, *, first: int = 1, header: list[str] | None = None
) -> Iterator[str]:
    """Yield the lines; the number of the first line is `first`.

    Raises `BadInput`, with row and column, for a quote that is not closed on its line, for one
    inside an unquoted field, and for a control character. Columns are called as in `header`, which
    is the first line that is not empty unless given.
    """
    names = header
    for number, line in enumerate(lines, first):
        body = line.rstrip("\r\n")
        if (QUOTE in body and not _LINE.fullmatch(body)) or CONTROL.search(body):
            column, reason = _fault(body)
            named = names[column] if names and column < len(names) and names[column] else column + 1
            raise BadInput(reason, file=file, row=number, column=named)
        if names is None and body:
            names = [name.strip() for name in next(csv.reader([body]))]
        yield line


def _fault(line: str) -> tuple[int, str]:
    """Return the first field of a line that is as no field may be, counted from 0, and why."""
    at = column = 0
    while True:
        found = _FIELD.match(line, at)
        end = at if found is None else found.end()
        if control := CONTROL.search(line, at, end):
            return column, reason_against(control[0])
        if line[end : end + 1] != ",":
            break
        at, column = end + 1, column + 1
    if end == at and line[at : at + 1] == QUOTE:
        return column, (
            "a quote is not closed on its line: close it, take it away, "
            "or take the line break out of the field"
        )
    return column, (
        "has a quote inside or beside it: take it away, or put quotes around the whole field "
        "and write each one inside twice"
    )
