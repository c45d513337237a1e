"""`unsilenced evidence risk`: rates in people's time at risk, and how they compare."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from unsilenced.evidence.commands.address import SCHEMA, counted_at, file_of, is_small
from unsilenced.evidence.commands.columns import lined_up
from unsilenced.evidence.commands.command import Answer, command
from unsilenced.evidence.commands.compared import WORKING
from unsilenced.evidence.commands.options import LEVEL, one_or_table
from unsilenced.evidence.errors import BadInput

if TYPE_CHECKING:
    from unsilenced.evidence.risk import Risk


@command()
@click.argument("table", required=False)
@click.option("--events", type=int, help="How many events.")
@click.option("--person-years", type=float, help="In how much time at risk.")
@click.option(
    "--reference-rate", type=float, help="A rate that is known, to compare with: gives an SMR."
)
@click.option("--against-events", type=int, help="Events of others, to compare rates.")
@click.option("--against-person-years", type=float, help="The others' time at risk.")
@click.option(
    "--per", default=1000.0, show_default=True, help="Person-years for which rates are given."
)
@LEVEL
@click.option(
    "--pool", is_flag=True, help="Also take all rows of TABLE as one, by indirect standardisation."
)
@click.option(
    "--by", multiple=True, help="Add up TABLE for each group that this column tells apart."
)
@SCHEMA
def risk(  # noqa: PLR0913 - one argument an option
    *,
    table: str | None,
    events: int | None,
    person_years: float | None,
    reference_rate: float | None,
    against_events: int | None,
    against_person_years: float | None,
    per: float,
    level: float,
    pool: bool,
    by: tuple[str, ...],
    schema: Path | None,
) -> Answer:
    """Give a rate with its exact interval.

    Either --events and --person-years, or TABLE, a CSV file with the columns events,
    person_years, perhaps reference_rate, and others that say of whom. Each row stays by itself,
    unless --by says what to add up. Then TABLE may also be a Parquet file, or engine://…#table,
    such as postgres://user@host/base#visits.
    """
    from unsilenced.evidence import risk as counted  # noqa: PLC0415 - scipy takes its time
    from unsilenced.evidence.rates.ratio import rate_ratio  # noqa: PLC0415

    one_or_table(table, {"--events": events, "--person-years": person_years}, pool=pool)
    if (against_events is None) != (against_person_years is None):
        raise BadInput("--against-events and --against-person-years are given together")
    if table is not None and (reference_rate is not None or against_events is not None):
        raise BadInput("what a table is compared with stands in its column reference_rate")
    if table is None:
        one = counted.risk_of(events or 0, person_years or 0.0, reference_rate, per)
        shown = {**one.as_json(per, level), "rate_ratio": None}
        lines = [("rate", f"{one.rate(per, level).as_text()} per {per:g} person-years")]
        if (ratio := one.smr(level)) is not None:
            lines.append(("SMR", ratio.as_text()))
        if against_events is not None and against_person_years is not None:
            compared = rate_ratio(
                one.events, one.person_years, against_events, against_person_years, level
            )
            shown["rate_ratio"] = compared.as_json()
            lines.append(("rate ratio", compared.ratio.as_text()))
        return Answer(shown, [lined_up(lines)], WORKING)
    rows = _rows(table, schema, by, per)
    total = counted.standardised(rows) if pool else None
    document: dict[str, object] = {"rows": [each.as_json(per, level) for each in rows]}
    if total is not None:
        document["pooled"] = {"rows": len(rows), **total.as_json(per, level)}
    named = [(", ".join(each.labels.values()), each) for each in rows]
    if total is not None:
        named.append((f"all {len(rows)} pooled", total))
    told = [
        lined_up(
            (
                label,
                f"{each.rate(per, level).as_text()} per {per:g} person-years",
                "" if (ratio := each.smr(level)) is None else f"SMR {ratio.as_text()}",
            )
            for label, each in named
        )
    ]
    return Answer(document, told, WORKING)


def _rows(table: str, schema: Path | None, by: tuple[str, ...], per: float) -> tuple[Risk, ...]:
    from unsilenced.evidence.risk import REFERENCE_RATE, read_risks  # noqa: PLC0415 - as above

    if not by and is_small(table, schema):
        return read_risks(Path(table), per)
    if not by:
        reason = "which groups? A large table is added up for each that --by tells apart"
        raise BadInput(reason, file=file_of(table))
    from unsilenced.evidence.tables.analyses import rates_of  # noqa: PLC0415 - Ibis takes its time

    with counted_at(table, schema) as source:
        if REFERENCE_RATE in source.table.columns:
            reason = "rates of a reference are not added up: leave the column out"
            raise BadInput(reason, file=source.name, column=REFERENCE_RATE)
        return rates_of(source, by)
