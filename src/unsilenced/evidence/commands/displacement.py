"""`unsilenced evidence displacement`: outreach contacts before and after visits by police."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from unsilenced.evidence.commands.command import Answer, command
from unsilenced.evidence.commands.options import LEVEL, SEED, TABLE
from unsilenced.evidence.commands.panels import adding_up, panels_of
from unsilenced.evidence.commands.pictures import Drawing
from unsilenced.evidence.commands.progress import stages
from unsilenced.evidence.errors import BadInput

if TYPE_CHECKING:
    from unsilenced.evidence.disclosure.gate import Released
    from unsilenced.evidence.displacement.analysis import Displacement
    from unsilenced.evidence.pictures.data import Data


@command(draws="CONTACTS")
@click.argument("contacts")
@adding_up("CONTACTS")
@click.option("--visits", type=TABLE, required=True, help="The visits: a row for each.")
@click.option(
    "--before",
    type=click.IntRange(min=1),
    default=3,
    show_default=True,
    help="How many periods before a visit are looked at.",
)
@click.option(
    "--after",
    type=click.IntRange(min=0),
    default=3,
    show_default=True,
    help="How many periods after that of a visit are looked at.",
)
@click.option(
    "--permutations",
    type=click.IntRange(1, 1_000_000),
    default=999,
    show_default=True,
    help="How often the visits are dealt again to units; in all ways, where there are no more.",
)
@SEED
@LEVEL
def displacement(  # noqa: PLR0913 - one argument an option
    *,
    contacts: str,
    add_up: bool,
    schema: Path | None,
    visits: Path,
    before: int,
    after: int,
    permutations: int,
    seed: int,
    level: float,
    drawing: Drawing,
) -> Answer:
    """Tell whether contacts fell after visits.

    CONTACTS is a CSV file with the columns unit (such as an area), period and count, perhaps
    exposure; VISITS one with unit and period. With --add-up CONTACTS has a row for each contact,
    and may also be a Parquet file, or engine://…#table, such as postgres://user@host/base#contacts.
    Ends with 1 if the ratio has no interval, or pictures were asked for that may not be published.
    """
    from unsilenced.evidence.displacement import analysis, printed  # noqa: PLC0415 - scipy
    from unsilenced.evidence.displacement.around import Span  # noqa: PLC0415
    from unsilenced.evidence.displacement.visits import read_visits  # noqa: PLC0415
    from unsilenced.evidence.events.counted import release_counts  # noqa: PLC0415
    from unsilenced.evidence.events.long_table import OUTCOME  # noqa: PLC0415
    from unsilenced.evidence.pictures.data import name_of  # noqa: PLC0415

    panels, data = panels_of(contacts, schema, add_up=add_up)
    if len(panels) > 1:
        raise BadInput("has more than one outcome", file=name_of(data), column=OUTCOME)
    question = analysis.Question(Span(before, after), permutations, seed, level)
    known = read_visits(visits, panels[0])
    drawing.ask(partial(release_counts, panels))
    with stages() as stage:
        found = analysis.displaced(panels[0], known, question, stage("visits dealt again"))
    drawing.draw(partial(_write, found, data))
    files = {"contacts": name_of(data), "visits": visits.name}
    document = {**files, **printed.document(found)}
    return Answer(document, printed.lines(found), is_no=found.change.ratio.low is None)


def _write(
    found: Displacement, data: Data, released: Sequence[Released], folder: Path
) -> tuple[str, ...]:
    from unsilenced.evidence.displacement.publish import write_figure  # noqa: PLC0415

    return write_figure(released, found, folder, data)
