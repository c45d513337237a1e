"""`unsilenced evidence yields`: what share of visits, raids or reports came to something."""

from __future__ import annotations

import json
from pathlib import Path

import click

from unsilenced.evidence.commands.table_options import TABLE, lined_up, one_or_table


@click.command()
@click.argument("table", type=TABLE, required=False)
@click.option("--events", type=int, help="How many came to something.")
@click.option("--trials", type=int, help="Of how many.")
@click.option("--level", default=0.95, show_default=True, help="The intervals' confidence level.")
@click.option("--pool", is_flag=True, help="Also add up all rows of TABLE, beside them.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def yields(  # noqa: PLR0913 - one argument an option
    *,
    table: Path | None,
    events: int | None,
    trials: int | None,
    level: float,
    pool: bool,
    as_json: bool,
) -> None:
    """Give a share with its exact interval.

    Either --events and --trials, or TABLE, a CSV file with the columns events and trials and
    others that say of what. Each row stays by itself.
    """
    from unsilenced.evidence import yields as counted  # noqa: PLC0415 - scipy takes its time

    one_or_table(table, {"--events": events, "--trials": trials}, pool=pool)
    if table is None:
        one = counted.Yield({}, events or 0, trials or 0)
        shown = one.as_json(level)
        click.echo(json.dumps(shown) if as_json else one.estimate(level).as_text(percent=True))
        return
    rows = counted.read_yields(table)
    total = counted.pooled(rows) if pool else None
    if as_json:
        document: dict[str, object] = {"rows": [each.as_json(level) for each in rows]}
        if total is not None:
            document["pooled"] = {"rows": len(rows), **total.as_json(level)}
        click.echo(json.dumps(document, ensure_ascii=False))
        return
    lines = [(", ".join(each.labels.values()), each) for each in rows]
    if total is not None:
        lines.append((f"all {len(rows)} pooled", total))
    click.echo(
        lined_up(
            (label, f"{each.events} of {each.trials}", each.estimate(level).as_text(percent=True))
            for label, each in lines
        )
    )
