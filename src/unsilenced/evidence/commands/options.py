"""Options that several commands have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from unsilenced.evidence.disclosure import LARGEST_BASE
from unsilenced.evidence.errors import BadInput

TABLE = click.Path(exists=True, dir_okay=False, path_type=Path)
ROUNDING = click.IntRange(1, LARGEST_BASE)
_LARGEST_SEED = 2**63 - 1

LEVEL = click.option(
    "--level", default=0.95, show_default=True, help="The intervals' confidence level."
)
SEED = click.option(
    "--seed",
    type=click.IntRange(0, _LARGEST_SEED),
    default=1,
    show_default=True,
    help="Where the random numbers start.",
)

LEDGER_HELP = (
    "A folder of what was released so far: read before, and what is released is added to it."
)
LEDGER = click.option("--ledger", type=click.Path(path_type=Path), help=LEDGER_HELP)

_Command = TypeVar("_Command", bound=Callable[..., Any])


def known_beside(command: _Command) -> _Command:
    """Add the options that name what is already published."""
    beside = click.option(
        "--beside",
        type=TABLE,
        multiple=True,
        help="A published table of the very same people, such as one that shares a margin.",
    )
    earlier = click.option(
        "--earlier",
        type=TABLE,
        multiple=True,
        help="An earlier release of the table, since when counts only grew. The oldest first.",
    )
    return beside(earlier(command))


def one_or_table(table: Path | str | None, one: Mapping[str, object], *, pool: bool) -> None:
    """Raise `BadInput` unless there is either a table or every option of `one`."""
    given = [name for name, value in one.items() if value is not None]
    if table is None and len(given) < len(one):
        raise BadInput(f"give either a table, or {' and '.join(one)}")
    if table is not None and given:
        raise BadInput(f"give either a table, or {' and '.join(one)}, not both")
    if table is None and pool:
        raise BadInput("--pool adds up the rows of a table, and there is none")
