"""`unsilenced evidence reporting`: how many are willing to report, at each scope and over time."""

from __future__ import annotations

from pathlib import Path

import click

from unsilenced.evidence.commands.command import Answer, command
from unsilenced.evidence.commands.compared import PUBLIC, WORKING
from unsilenced.evidence.commands.options import LEVEL, TABLE


@command()
@click.argument("table", type=TABLE, required=False)
@click.option(
    "--chosen",
    type=click.Choice(["before", "after"]),
    default="after",
    show_default=True,
    help="Whether the trends to test were chosen before or after looking at the figures.",
)
@LEVEL
def reporting(*, table: Path | None, chosen: str, level: float) -> Answer:
    """Show who is willing to report, series by series.

    TABLE is a CSV file with the columns series, period, scope, willing and asked. Without it, the
    public figures that are shipped are shown. Series that differ are never joined.
    """
    from unsilenced.evidence.reporting import printed  # noqa: PLC0415 - scipy takes its time
    from unsilenced.evidence.reporting.trend import trends  # noqa: PLC0415

    if table is None:
        from unsilenced.evidence.reporting import shipped  # noqa: PLC0415 - pandas too

        series, files = shipped.shipped(), [each.name for each in shipped.ALL]
    else:
        from unsilenced.evidence.reporting.asked import read_asked  # noqa: PLC0415 - as above

        series, files = read_asked(table, level), [table.name]
    found = trends(series, level)
    document = {"data": files, **printed.document(series, found, chosen)}
    lines = printed.lines(series, found, chosen)
    return Answer(document, lines, PUBLIC if table is None else WORKING)
