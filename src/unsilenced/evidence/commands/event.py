"""`unsilenced evidence event`: what an event did to counts, and what else could be answered."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from unsilenced.evidence.commands.command import Answer, command
from unsilenced.evidence.commands.group import Once
from unsilenced.evidence.commands.options import LEVEL, SEED
from unsilenced.evidence.commands.panels import adding_up, panels_of
from unsilenced.evidence.commands.pictures import Drawing
from unsilenced.evidence.commands.progress import stages
from unsilenced.evidence.errors import BadInput

if TYPE_CHECKING:
    from unsilenced.evidence.disclosure.gate import Released
    from unsilenced.evidence.disclosure.public import ReleasedFile
    from unsilenced.evidence.events.analysis import Question
    from unsilenced.evidence.events.result import Family
    from unsilenced.evidence.pictures.data import Data


class Span(click.ParamType[tuple[str, str]]):
    """One period, or FROM:TO."""

    name = "from:to"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Return the first and the last period."""
        if isinstance(value, tuple):
            return value
        first, colon, last = str(value).partition(":")
        if not first or (colon and not last) or ":" in last:
            self.fail(f"“{value}” is no period and no FROM:TO, like 2012-07:2012-09", param, ctx)
        return first, last or first


SPAN = Span()


@command(draws="TABLE")
@click.argument("table", required=False)
@adding_up("TABLE")
@click.option("--treated", multiple=True, help="A unit that the event was in. Give all of them.")
@click.option(
    "--event",
    type=SPAN,
    cls=Once,
    twice="Events at several times, each in units of its own, are for unsilenced evidence "
    "displacement TABLE --visits FILE, where FILE has a row with unit and period for each.",
    help="When the event was: FROM:TO.",
)
@click.option("--window", type=SPAN, help="What is looked at: FROM:TO. Usual for TABLE: all of it.")
@click.option(
    "--other-window",
    type=SPAN,
    multiple=True,
    help="Another window, in place of the usual three.",
)
@click.option(
    "--outcome",
    multiple=True,
    help="What was counted; all that were looked at belong here. Usual for TABLE: all of it.",
)
@click.option(
    "--lead",
    type=click.IntRange(min=1),
    help="How many periods a lead or lag holds. Usual: as many as the event.",
)
@click.option(
    "--permutations",
    type=click.IntRange(1, 10_000_000),
    default=9_999,
    show_default=True,
    help="How many sets of units are drawn; all, where there are no more.",
)
@SEED
@LEVEL
def event(  # noqa: PLR0913 - one argument an option
    *,
    table: str | None,
    add_up: bool,
    schema: Path | None,
    treated: tuple[str, ...],
    event: tuple[str, str] | None,
    window: tuple[str, str] | None,
    other_window: tuple[tuple[str, str], ...],
    outcome: tuple[str, ...],
    lead: int | None,
    permutations: int,
    seed: int,
    level: float,
    drawing: Drawing,
) -> Answer:
    """Tell what an event did to counts.

    Without TABLE: the Games of 2012, in the crime that London's police recorded in their six host
    boroughs. TABLE is a CSV file with the columns unit, period and count, perhaps outcome and
    exposure. With --add-up it has a row for each incident, and may also be a Parquet file, or
    engine://…#table, such as postgres://user@host/base#incidents. Ends with 1 if no outcome has
    an interval, or pictures were asked for that may not be published.
    """
    from unsilenced.evidence.events import london, printed  # noqa: PLC0415 - pandas takes its time
    from unsilenced.evidence.events.analysis import Question, analyse  # noqa: PLC0415
    from unsilenced.evidence.events.counted import release_counts, release_london  # noqa: PLC0415
    from unsilenced.evidence.events.long_table import chosen  # noqa: PLC0415
    from unsilenced.evidence.pictures.data import name_of  # noqa: PLC0415

    data: Data = london.TABLE
    if table is None:
        if add_up or schema is not None:
            raise BadInput("--add-up and --schema are for a TABLE, and there is none")
        panels = tuple(london.london(each) for each in dict.fromkeys(outcome or london.OUTCOMES))
        treated = treated or london.HOST_BOROUGHS
        event = event or (london.GAMES[0], london.GAMES[-1])
        window = window or london.WINDOW
    elif not treated or event is None:
        raise BadInput("with a table, --treated and --event say where and when the event was")
    else:
        counted, data = panels_of(table, schema, add_up=add_up)
        panels = chosen(counted, outcome)
    question = Question(
        treated=tuple(dict.fromkeys(treated)),
        event=panels[0].between(*event),
        window=window,
        others=other_window or None,
        width=lead,
        permutations=permutations,
        seed=seed,
        level=level,
    )
    drawing.ask(release_london if table is None else partial(release_counts, panels))
    with stages() as stage:
        found = analyse(panels, question, stage)
    drawing.draw(partial(_write, found, question, data))
    document = {"data": name_of(data), **printed.document(found, question)}
    unknown = all(each.effect.ratio.low is None for each in found.results)
    return Answer(document, printed.lines(found, question), is_no=unknown)


def _write(
    found: Family,
    question: Question,
    data: Data,
    released: Sequence[Released | ReleasedFile],
    folder: Path,
) -> tuple[str, ...]:
    from unsilenced.evidence.events.publish import write_figures  # noqa: PLC0415

    return write_figures(released, found, question, folder, data)
