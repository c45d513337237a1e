"""`unsilenced evidence disclose`: hide, audit, and release a table or refuse it."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from unsilenced.evidence.commands.address import SCHEMA, counted_at, is_small
from unsilenced.evidence.commands.audit import lines_of
from unsilenced.evidence.commands.command import Answer, command
from unsilenced.evidence.commands.compared import ALONE, compared_json
from unsilenced.evidence.commands.options import LEDGER, ROUNDING, known_beside
from unsilenced.evidence.commands.progress import stages
from unsilenced.evidence.disclosure import THRESHOLD
from unsilenced.evidence.disclosure.published import read_published
from unsilenced.evidence.errors import BadInput

if TYPE_CHECKING:
    from unsilenced.evidence.disclosure.about import About, Asked
    from unsilenced.evidence.disclosure.audit import Ledger
    from unsilenced.evidence.disclosure.counts import Counts


@command()
@click.argument("table")
@click.option("--rows", required=True, help="The column of TABLE that becomes the rows.")
@click.option("--columns", required=True, help="The column of TABLE that becomes the columns.")
@click.option("--count", help="The column that counts people: n or count, if there is one.")
@click.option(
    "--threshold",
    default=THRESHOLD,
    show_default=True,
    help="Counts below it, but not 0, are hidden.",
)
@click.option(
    "--width",
    type=int,
    help="How wide every hidden cell's range must be: as wide as the threshold, unless given.",
)
@click.option(
    "--round",
    "base",
    default=1,
    show_default=True,
    type=ROUNDING,
    help="Round every count to the nearest multiple of this, each by itself.",
)
@click.option(
    "--complementary/--no-complementary",
    default=True,
    help="Hide further cells, so that none that is hidden can be worked out.  [default: do]",
)
@SCHEMA
@click.option(
    "--where",
    multiple=True,
    help="COLUMN=VALUE: only these people. TABLE has all of them; a column twice: either value.",
)
@click.option(
    "--population",
    help="What the people of TABLE are called, where the ledger cannot tell that they are the "
    "same as before.",
)
@known_beside
@LEDGER
def disclose(  # noqa: PLR0913 - one argument an option
    *,
    table: str,
    rows: str,
    columns: str,
    count: str | None,
    threshold: int,
    width: int | None,
    base: int,
    complementary: bool,
    schema: Path | None,
    where: tuple[str, ...],
    population: str | None,
    beside: tuple[Path, ...],
    earlier: tuple[Path, ...],
    ledger: Path | None,
) -> Answer:
    """Make a table that may be published.

    Crosses two columns of TABLE, a line a person or a line a count; hides what is small, and what
    would give it away; audits the table, and prints it as CSV, or ends with 1 and says what could
    be worked out. TABLE is a CSV or Parquet file, or engine://…#table, such as
    postgres://user@host/base#visits.
    """
    from unsilenced.evidence.disclosure import gate  # noqa: PLC0415 - scipy takes its time
    from unsilenced.evidence.disclosure.about import Asked, where_of  # noqa: PLC0415
    from unsilenced.evidence.disclosure.audit import Ledger, Rule  # noqa: PLC0415
    from unsilenced.evidence.disclosure.publish import csv_of  # noqa: PLC0415
    from unsilenced.evidence.disclosure.releases import releases_in  # noqa: PLC0415

    if ledger is not None and earlier:
        raise BadInput("--ledger has the earlier releases; --earlier is for where there is none")
    rule = Rule(threshold if width is None else width, threshold)
    counts, about = _counts(table, schema, Asked(rows, columns, count, where_of(where), population))
    entered = None
    with nullcontext() if ledger is None else releases_in(ledger) as releases:
        known = Ledger(earlier=tuple(read_published(each, rounded_to=base) for each in earlier))
        if releases is not None:
            known = releases.ledger_for(counts.published(()), about, rule)
        of_the_same = tuple(read_published(each, rounded_to=base) for each in beside)
        known = replace(known, beside=of_the_same)
        with stages() as stage:
            answer = gate.disclose(
                counts, known, rule, rounded_to=base, complementary=complementary, stage=stage
            )
        if releases is not None and isinstance(answer, gate.Released):
            entered = releases.enter(answer, about)
    against = _against(known, ledger, entered)
    said = str(against["said"])
    words = compared_json(said, known.compared)
    document = {**answer.as_json(), **words, "audited_against": against}
    if isinstance(answer, gate.Released):
        return Answer(document, text=csv_of(answer), aside=said)
    refused = [f"Refused. {answer.reason}", *lines_of(answer.audit, unsafe_alone=True)]
    return Answer(document, aside="\n".join(refused), is_no=True)


def _against(known: Ledger, ledger: Path | None, entered: str | None) -> dict[str, object]:
    beside, earlier = ([each.name for each in them] for them in (known.beside, known.earlier))
    said = [f"Audited together with {', '.join(beside)}, of the same people."] if beside else []
    if ledger is not None:
        names = ", ".join(earlier) or "nothing that shares a dimension with it"
        said.append(f"Compared with what {ledger} holds: {names}.")
        said += [] if entered is None else [f"It is {entered} there."]
    elif earlier:
        said.append(f"Compared with {', '.join(earlier)} alone, as no --ledger was given.")
    else:
        said.append(ALONE)
    return {
        "said": " ".join(said),
        "beside": beside,
        "earlier": earlier,
        "ledger": ledger and str(ledger),
        "entered": entered,
    }


def _counts(table: str, schema: Path | None, asked: Asked) -> tuple[Counts, About]:
    from unsilenced.evidence.disclosure.counts import read_input  # noqa: PLC0415 - as above

    if is_small(table, schema):
        return read_input(Path(table), asked)
    from unsilenced.evidence.tables.analyses import cross_input  # noqa: PLC0415 - Ibis is slow

    with counted_at(table, schema) as source:
        return cross_input(source, asked)
