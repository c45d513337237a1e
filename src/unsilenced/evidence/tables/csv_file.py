"""Large CSV files: how DuckDB reads them, every field as text, and which line is wrong."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import duckdb

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.schema.csv_lines import checked
from unsilenced.evidence.schema.sheet import check_header

LONGEST_HEADER = 1 << 16

AT_ONCE = 1 << 23
"""How many bytes to search at a time, and the most bytes of a line."""

_TO_LOOK_AT = re.compile(
    rb'["\x00-\x09\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)|\xc2[\x80-\x9f]|\xe2\x80[\xa8\xa9]'
)
"""A quote, or a control character that ends no line: lines without one are good."""


def options(path: Path) -> dict[str, object]:
    """Return DuckDB's options, so that it guesses nothing.

    Raises `BadInput` unless the header is UTF-8 with distinct names.
    """
    try:
        with path.open("rb") as file:
            first = file.readline(LONGEST_HEADER).decode("utf-8-sig")
        header = csv.reader(checked([first], path.name), strict=True)
        names = [name.strip() for name in next(header, [])]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"its header cannot be read: {error}", file=path.name) from error
    if not names:
        raise BadInput("the file is empty", file=path.name)
    if len(first) >= LONGEST_HEADER:
        raise BadInput(f"its first line has more than {LONGEST_HEADER:,} bytes", file=path.name)
    check_header(path.name, 1, names)
    return {
        "columns": dict.fromkeys(names, "VARCHAR"),
        "header": True,
        "auto_detect": False,
        "delim": ",",
        "quote": '"',
        "escape": '"',
    }


def check_text(path: Path) -> None:
    """Raise `BadInput` for the first line that is not one whole record, as `csv_lines` reads it."""
    with path.open("rb") as file:
        header = next(csv.reader([file.readline(LONGEST_HEADER).decode("utf-8-sig")]), [])
    first = 1
    for lines in _whole_lines(path):
        if _TO_LOOK_AT.search(lines):
            encoding = "utf-8-sig" if first == 1 else "utf-8"
            # The reader of the fields finds text that is not UTF-8, and reports it.
            text = lines.decode(encoding, errors="replace")
            for _ in checked(text.split("\n"), path.name, first=first, header=header):
                pass
        first += lines.count(b"\n")


def _whole_lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        rest = b""
        while part := file.read(AT_ONCE):
            whole, newline, rest = (rest + part).rpartition(b"\n")
            yield whole + newline
            if len(rest) > AT_ONCE:
                raise BadInput(f"a line has more than {AT_ONCE:,} bytes", file=path.name)
        yield rest


def check_lines(path: Path) -> None:
    """Raise `BadInput` for the first line that is no CSV of as many fields as the header has."""
    given = ", ".join(f"{name} = {_literal(value)}" for name, value in options(path).items())
    with duckdb.connect() as connection:
        try:
            read = f"read_csv({_literal(str(path))}, {given}, store_rejects = true)"
            connection.execute(f"SELECT count(COLUMNS(*)) FROM {read}").fetchall()  # noqa: S608 - quoted
            first = connection.execute(
                "SELECT line, error_message FROM reject_errors ORDER BY line LIMIT 1"
            ).fetchone()
        except duckdb.Error:
            return
    if first is not None:
        raise BadInput(f"is no CSV like its header: {first[1]}", file=path.name, row=first[0])


def line_of(path: Path, record: int) -> int:
    """Return the number of the line on which a record ends; the first below the header is 0."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        next(islice(filter(None, reader), record + 1, None))
        return reader.line_num


def _literal(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_literal(k)}: {_literal(v)}" for k, v in value.items()) + "}"
    if isinstance(value, bool):
        return str(value).lower()
    return "'" + str(value).replace("'", "''") + "'"
