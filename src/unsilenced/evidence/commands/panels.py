"""Where a command's counts by unit and period come from: counted already, or still to add up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from unsilenced.evidence.commands.address import counted_at, file_of, is_small, schema_of
from unsilenced.evidence.errors import BadInput

if TYPE_CHECKING:
    from unsilenced.evidence.events.panel import Panel
    from unsilenced.evidence.pictures.data import Data

_Command = TypeVar("_Command", bound=Callable[..., Any])


def adding_up(table: str) -> Callable[[_Command], _Command]:
    """Return a decorator that adds the options for adding up the rows of the argument `table`."""
    add_up = click.option(
        "--add-up",
        is_flag=True,
        help=f"Each row of {table} is one, or as many as its column count says, and is added up "
        "where it is.",
    )
    schema = schema_of(table)
    return lambda command: add_up(schema(command))


def panels_of(table: str, schema: Path | None, *, add_up: bool) -> tuple[tuple[Panel, ...], Data]:
    """Return the panels of a table, and the table's name."""
    if add_up:
        from unsilenced.evidence.events.incidents import count_panels  # noqa: PLC0415 - Ibis

        with counted_at(table, schema) as source:
            return count_panels(source), source.path or source.name
    if schema is not None:
        raise BadInput("--schema goes with --add-up")
    if not is_small(table):
        reason = "is no CSV file of up to 64 MiB; --add-up counts its rows where they are"
        raise BadInput(reason, file=file_of(table))
    from unsilenced.evidence.events.long_table import read_panels  # noqa: PLC0415 - NumPy

    return read_panels(Path(table)), Path(table)
