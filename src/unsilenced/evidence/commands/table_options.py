"""Options of the commands that audit tables."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

TABLE = click.Path(exists=True, dir_okay=False, path_type=Path)

_Command = TypeVar("_Command", bound=Callable[..., Any])


def known_beside(command: _Command) -> _Command:
    """Add the options that name what is published already."""
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
