"""`unsilenced evidence yields`: what share of visits, raids or reports came to something."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from unsilenced.evidence.commands.address import SCHEMA, counted_at, is_small
from unsilenced.evidence.commands.columns import lined_up
from unsilenced.evidence.commands.command import Answer, command
from unsilenced.evidence.commands.compared import WORKING
from unsilenced.evidence.commands.options import LEVEL, one_or_table
from unsilenced.evidence.errors import BadInput

if TYPE_CHECKING:
    from unsilenced.evidence.yields import Yield


@command()
@click.argument("table", required=False)
@click.option("--events", type=int, help="How many came to something.")
@click.option("--trials", type=int, help="Of how many.")
@LEVEL
@click.option("--pool", is_flag=True, help="Also add up all rows of TABLE, beside them.")
@click.option("--by", multiple=True, help="A column of TABLE that tells the groups apart.")
@click.option("--event", help="COLUMN=VALUE: what makes a row of TABLE an event, all being trials.")
@click.option("--count", help="With --event: the column that says how many a row stands for.")
@SCHEMA
def yields(  # noqa: PLR0913 - one argument an option
    *,
    table: str | None,
    events: int | None,
    trials: int | None,
    level: float,
    pool: bool,
    by: tuple[str, ...],
    event: str | None,
    count: str | None,
    schema: Path | None,
) -> Answer:
    """Give a share with its exact interval.

    Either --events and --trials, or TABLE, a CSV file with the columns events and trials and
    others that say of what. Each row stays by itself. With --event, TABLE has a row for each trial
    instead: they are counted for each group that --by tells apart. TABLE may also be a Parquet
    file, or engine://…#table, such as postgres://user@host/base#visits.
    """
    from unsilenced.evidence import yields as counted  # noqa: PLC0415 - scipy takes its time

    one_or_table(table, {"--events": events, "--trials": trials}, pool=pool)
    if event is None and (by or count):
        raise BadInput("--by and --count go with --event")
    if table is None:
        one = counted.Yield({}, events or 0, trials or 0)
        told = [one.estimate(level).as_text(percent=True)]
        return Answer(one.as_json(level), told, WORKING)
    rows = _rows(table, schema, by, event, count)
    total = counted.pooled(rows) if pool else None
    document: dict[str, object] = {"rows": [each.as_json(level) for each in rows]}
    if total is not None:
        document["pooled"] = {"rows": len(rows), **total.as_json(level)}
    lines = [(", ".join(each.labels.values()), each) for each in rows]
    if total is not None:
        lines.append((f"all {len(rows)} pooled", total))
    told = [
        lined_up(
            (label, f"{each.events} of {each.trials}", each.estimate(level).as_text(percent=True))
            for label, each in lines
        )
    ]
    return Answer(document, told, WORKING)


def _rows(
    table: str, schema: Path | None, by: tuple[str, ...], event: str | None, count: str | None
) -> tuple[Yield, ...]:
    from unsilenced.evidence.yields import read_yields  # noqa: PLC0415 - as above

    if event is None and is_small(table, schema):
        return read_yields(Path(table))
    from unsilenced.evidence.tables import analyses  # noqa: PLC0415 - Ibis takes its time

    with counted_at(table, schema) as source:
        if event is None:
            return analyses.yields_in(source)
        outcome, equals, value = event.partition("=")
        if not equals:
            raise BadInput(f"--event is COLUMN=VALUE; “{event}” has no =")
        return analyses.yields_of(source, by, outcome, value, count)
