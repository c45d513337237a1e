"""Large CSV files: how DuckDB reads them, every field as text, and which line is wrong."""

from __future__ import annotations

import csv
from itertools import islice
from pathlib import Path

import duckdb

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.sheet import check_header

LONGEST_HEADER = 1 << 16


def options(path: Path) -> dict[str, object]:
    """Return what DuckDB is told, so that it guesses nothing.

    Raises `BadInput` unless the header is UTF-8 with distinct names.
    """
    try:
        with path.open("rb") as file:
            first = file.readline(LONGEST_HEADER).decode("utf-8-sig")
        names = [name.strip() for name in next(csv.reader([first], strict=True), [])]
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
