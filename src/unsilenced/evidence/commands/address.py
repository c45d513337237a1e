"""Where a command's table is: a file, or an address of a database."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, TypeVar

import click

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.schema.sheet import LARGEST_FILE

if TYPE_CHECKING:
    from unsilenced.evidence.tables.source import Source

_Command = TypeVar("_Command", bound=Callable[..., Any])

SHOWN_AFTER = 2.0
_EVERY = 0.25


def schema_of(table: str) -> Callable[[_Command], _Command]:
    """Return the option that names the schema of the argument `table`."""
    return click.option(
        "--schema",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help=f"A Frictionless Table Schema that every row of {table} must be as.",
    )


SCHEMA = schema_of("TABLE")


def file_of(table: str) -> str | None:
    """Return the name of a table's file; empty for an address, which may hold a password."""
    return None if "://" in table else Path(table).name


def is_small(table: str, schema: Path | None = None) -> bool:
    """Return whether a table is a CSV file to read whole; other tables are counted where they are.

    Raises `BadInput` if the file does not exist or is a folder.
    """
    if "://" in table:
        return False
    path = Path(table)
    if not path.exists():
        raise BadInput("there is no such file", file=table)
    if path.is_dir():
        raise BadInput("is a folder", file=table)
    small = path.suffix.lower() != ".parquet" and path.stat().st_size <= LARGEST_FILE
    return small and schema is None


@contextmanager
def counted_at(table: str, schema: Path | None) -> Iterator[Source]:
    """Open a table to count it where it is, check it, and show the progress of the counting."""
    from unsilenced.evidence.tables.source import opened  # noqa: PLC0415 - Ibis takes its time

    with opened(table) as source, _shown(source):
        if schema is not None:
            from unsilenced.evidence.tables.schema import check_schema  # noqa: PLC0415 - as above

            check_schema(source, schema)
        yield source


@contextmanager
def _shown(source: Source) -> Iterator[None]:
    if not sys.stderr.isatty():
        yield
        return
    done = Event()
    thread = Thread(target=_bar, args=(source, done))
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _bar(source: Source, done: Event) -> None:
    if done.wait(SHOWN_AFTER):
        return
    with click.progressbar(length=100, label="Counting", file=sys.stderr) as bar:
        while not done.wait(_EVERY):
            bar.update(max(0, int(source.percent()) - bar.pos))
