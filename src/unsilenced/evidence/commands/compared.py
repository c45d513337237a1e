"""What every command says of earlier releases, and the option that names where they are kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import click

from unsilenced.evidence.disclosure.compared import NOT_COMPARED

LEDGER = click.option(
    "--ledger",
    type=click.Path(path_type=Path),
    help="A folder of what was released so far: read before, and what is released is added to it.",
)

ALONE: Final = (
    f"{NOT_COMPARED}: no --ledger was given. If a table of these people is public already, what is "
    "safe in each may be known from both."
)
PUBLIC: Final = f"{NOT_COMPARED}: its figures are public already, as their sources have them."
WORKING: Final = (
    f"{NOT_COMPARED}: these figures did not go through the gate, and an interval gives its counts "
    "back. They are for who works with the records, not to be published."
)


def answered(
    document: Mapping[str, object], lines: Iterable[str], said: str, *, as_json: bool
) -> None:
    """Print an answer of which nothing was compared, with what is `said` of that on its face."""
    if as_json:
        whole = {**document, **compared_json(said)}
        click.echo(json.dumps(whole, ensure_ascii=False, allow_nan=False))
    else:
        click.echo("\n".join([*lines, "", said]))


def compared_json(said: str, how: str = "none") -> dict[str, object]:
    """Return what `--json` says of earlier releases."""
    return {"compared_with": how, "compared": said}
