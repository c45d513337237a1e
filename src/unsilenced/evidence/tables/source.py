"""Opens a table by its address: a file, or a table of a database."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qsl, unquote

import ibis
import ibis.expr.types as ir

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.spelling import composed
from unsilenced.evidence.tables import csv_file

Place = Literal["csv", "parquet", "database"]
"""What a table is in."""

SUFFIXES: dict[str, Place] = {".csv": "csv", ".parquet": "parquet"}

OURS = "unsilenced_"
"""The prefix of columns that questions add to a table; its own columns may not have it."""

_SECRET = 4

# DuckDB may fetch nothing from a network, and write no rows to a disk to make room.
DUCKDB = {"autoinstall_known_extensions": False, "temp_directory": ""}

# DuckDB reports its progress only with its bar on, which it would draw into the answer.
QUIET = ("SET enable_progress_bar = true", "SET enable_progress_bar_print = false")


@dataclass(frozen=True, slots=True)
class Source:
    """A table where it is. `name` is its name in messages, never with a password.

    Raises `BadInput` for a column with the prefix of the columns that questions add.
    """

    name: str
    table: ir.Table
    place: Place
    path: Path | None = None

    def __post_init__(self) -> None:
        """Refuse columns that we would take for ours; engines may ignore capitals."""
        for column in self.table.columns:
            if column.lower().startswith(OURS):
                reason = f"columns that begin with {OURS} are kept for counting: name it otherwise"
                raise BadInput(reason, file=self.name, column=column)

    def fetch(self, expression: ir.Table) -> list[dict[str, Any]]:
        """Run an expression over the table and return its rows.

        Raises `BadInput` where the table cannot be read.
        """
        try:
            return _rows(expression)
        except Exception as error:  # each engine's driver has its own errors
            if self.place == "csv" and self.path is not None:
                csv_file.check_lines(self.path)
            raise _bad(self.name, "cannot be read", error, str(error)) from error

    def percent(self) -> float:
        """Return how much of the current question is answered, 0 if the engine does not say."""
        connection = self.table.get_backend()
        return float(connection.con.query_progress()) if connection.name == "duckdb" else 0.0


def is_address(text: str) -> bool:
    """Return whether `text` names a database rather than a file.

    >>> is_address("postgres://host/base#visits"), is_address("visits.csv")
    (True, False)
    """
    return "://" in text


@contextmanager
def opened(address: str) -> Iterator[Source]:
    """Open a table.

    `address` is a CSV file (UTF-8, a header, commas), a Parquet file, or `engine://…#table`, such
    as `duckdb://file.duckdb#visits` or `postgres://user@host/base#schema.visits`: what stands
    before # is what Ibis connects to (`ibis.connect`). Raises `BadInput` where there is no such
    table.
    """
    if is_address(address):
        with _in_database(address) as source:
            yield source
        return
    path = Path(address)
    place = SUFFIXES.get(path.suffix.lower())
    if not path.is_file():
        raise BadInput("there is no such file", file=path.name)
    if place is None:
        raise BadInput("is neither .csv nor .parquet, nor engine://…#table", file=path.name)
    connection = ibis.duckdb.connect(**DUCKDB)
    _quieten(connection)
    try:
        yield Source(path.name, _in_file(connection, path, place), place, path)
    finally:
        connection.disconnect()


def _rows(expression: ir.Table) -> list[dict[str, Any]]:
    # Ibis would pass the rows on through Arrow and pandas, which change a few numbers.
    connection = expression.get_backend()
    found = connection.raw_sql(connection.compile(expression))
    rows = found.collect() if connection.name == "pyspark" else found.fetchall()
    return [dict(zip(expression.columns, row, strict=True)) for row in rows]


def _in_file(connection: Any, path: Path, place: Place) -> ir.Table:
    try:
        with _without_warnings():
            if place == "parquet":
                return _composed(connection.read_parquet(path))
            options = csv_file.options(path)
            csv_file.check_text(path)
            return _composed(connection.read_csv(path, **options))
    except BadInput:
        raise
    except Exception as error:
        raise _bad(path.name, "cannot be read", error, str(error)) from error


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]
def nfc_normalize(text: str) -> str:  # type: ignore[empty-body]
    """DuckDB's own function: each letter and its accent as one character."""


def _composed(table: ir.Table) -> ir.Table:
    """Return a DuckDB table in the form of small files: names and texts composed (NFC)."""
    columns = {
        composed(name): nfc_normalize(table[name])
        if table[name].type().is_string()
        else table[name]
        for name in table.columns
    }
    return table.select(**columns)


@contextmanager
def _in_database(address: str) -> Iterator[Source]:
    where, _, named = address.rpartition("#") if "#" in address else (address, "", "")
    shown = _without_password(where)
    if not named:
        raise BadInput("which table? The address ends with #table", file=shown)
    database, _, table = named.rpartition(".")
    connection = None
    try:
        options = {**DUCKDB, "read_only": True} if where.startswith("duckdb://") else {}
        with _without_warnings():
            connection = ibis.connect(where, **options)
            _quieten(connection)
            found = connection.table(table, database=database or None)
    except Exception as error:
        _close(connection)
        name = f"{shown}#{named}"
        raise _bad(name, "cannot be opened", error, _said(where, error)) from error
    try:
        yield Source(f"{shown}#{named}", found, "database")
    finally:
        _close(connection)


@contextmanager
def _without_warnings() -> Iterator[None]:
    # Ibis asks DuckDB for a schema by a name that newer versions have changed, and imports pandas
    # for Spark, which warns about newer versions. No row goes either way.
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"fetch_arrow_table\(\) is", DeprecationWarning)
        warnings.filterwarnings("ignore", "PySpark does not yet", FutureWarning)
        yield


def _quieten(connection: Any) -> None:
    if connection.name == "duckdb":
        for setting in QUIET:
            connection.raw_sql(setting)


def _close(connection: Any) -> None:
    # All users of Spark in a process share its session. Closing would end it.
    if connection is not None and connection.name != "pyspark":
        connection.disconnect()


def _without_password(address: str) -> str:
    """Return an address without user, password and query, even if they are written wrongly."""
    engine, _, rest = address.partition("://")
    return f"{engine}://{rest.rpartition('@')[2].partition('?')[0]}"


def _said(address: str, error: Exception) -> str:
    """Return what an engine says about an address, or the error's name if that has a secret."""
    said = str(error).replace(address, _without_password(address))
    return type(error).__name__ if any(each in said for each in _secrets(address)) else said


def _secrets(address: str) -> set[str]:
    """Return the parts of an address that no message may show, as written and as decoded."""
    user, _, place = address.partition("://")[2].rpartition("@")
    values = [value for _, value in parse_qsl(place.partition("?")[2])]
    # Shorter values, such as a number of seconds, occur in many messages by chance.
    # A password may have such a character unescaped; an engine then splits it like an address.
    parts = re.split(r"[/?#@:\[\]]", user.partition(":")[2])
    written = {*parts, *(value for value in values if len(value) >= _SECRET)}
    return {each for text in written for each in (text, unquote(text)) if each}


def _bad(name: str, what: str, error: Exception, said: str) -> BadInput:
    first = said.strip().partition("\n")[0][:200] or type(error).__name__
    return BadInput(f"{what}: {first}", file=name)
