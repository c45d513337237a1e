"""`unsilenced evidence coverage`: who refers whom, by nationality and kind of exploitation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from unsilenced.evidence.commands.columns import lined_up
from unsilenced.evidence.commands.command import Answer, command
from unsilenced.evidence.commands.compared import PUBLIC, WORKING
from unsilenced.evidence.commands.options import LEVEL, TABLE

if TYPE_CHECKING:
    from unsilenced.evidence.coverage.analysis import Coverage

ANY = "any"


@command()
@click.argument("table", type=TABLE, required=False)
@click.option(
    "--gender",
    type=click.Choice(["female", "male", ANY]),
    default="female",
    show_default=True,
    help="Whose referrals.",
)
@click.option(
    "--age",
    type=click.Choice(["adult", "child", ANY]),
    default="adult",
    show_default=True,
    help="Of which age at exploitation.",
)
@click.option(
    "--exploitation",
    type=click.Choice(["sexual", "labour", "domestic", "criminal", "organ harvesting", ANY]),
    default="sexual",
    show_default=True,
    help="For exploitation that includes this kind.",
)
@click.option(
    "--against",
    type=click.Choice(["police", "NGO", "local authority", "government"]),
    default="police",
    show_default=True,
    help="The responder that the others are compared with.",
)
@click.option(
    "--chosen",
    type=click.Choice(["before", "after"]),
    default="after",
    show_default=True,
    help="Whether what to compare was chosen before or after looking at the figures.",
)
@LEVEL
def coverage(  # noqa: PLR0913 - one argument an option
    *,
    table: Path | None,
    gender: str,
    age: str,
    exploitation: str,
    against: str,
    chosen: Literal["before", "after"],
    level: float,
) -> Answer:
    """Compare who refers people from Western Africa.

    Of the people whom each kind of first responder referred to the National Referral Mechanism,
    how many are of a nationality of Western Africa; by exact tests, for both ways to count two
    nationalities. TABLE is a file like the one of the Home Office's figures that is shipped.
    """
    from unsilenced.evidence.coverage import referrals  # noqa: PLC0415 - pandas takes its time
    from unsilenced.evidence.coverage.analysis import Selection, cover  # noqa: PLC0415
    from unsilenced.evidence.coverage.nationality import western_africa  # noqa: PLC0415

    selection = Selection(
        referrals.GENDERS.get(gender),
        referrals.AGES.get(age),
        None if exploitation == ANY else exploitation.title(),
    )
    found = cover(
        referrals.read_referrals(table or referrals.TABLE),
        western_africa(),
        selection,
        against=against,
        chosen=chosen,
        level=level,
    )
    said = {"data": (table or referrals.TABLE).name, **document(found)}
    return Answer(said, told(found), PUBLIC if table is None else WORKING)


def document(found: Coverage) -> dict[str, object]:
    """Return the analysis for `--json` (docs/evidence.md)."""
    selection = found.selection
    return {
        "selection": {
            "gender": selection.gender,
            "age": selection.age,
            "exploitation": selection.exploitation,
        },
        "group": {"name": found.group.name, "nationalities": found.group.countries},
        "responders": [cell.as_json(found.level) for cell in found.cells],
        "unknown_nationality": found.unknown,
        "tests": [test.as_json() for test in found.tests],
        "multiplicity": {
            "method": "Holm",
            "tests": len(found.tests),
            "chosen": found.chosen,
            "statement": found.statement,
        },
        "differ": list(found.differ),
        "differ_unadjusted": list(found.differ_unadjusted),
        "by_exploitation": [cell.as_json(found.level) for cell in found.kinds],
    }


def told(found: Coverage) -> Iterator[str]:
    """Yield the analysis line by line, for people to read."""
    from unsilenced.evidence.coverage.analysis import COUNTED  # noqa: PLC0415 - as above
    from unsilenced.evidence.rates.proportion import share  # noqa: PLC0415

    titles = {"only": "the only nationality counts", "either": "either of two counts"}
    for counted in COUNTED:
        yield f"{found.group.name}, where {titles[counted]}:"
        yield lined_up(
            (
                f"  {cell.responder}",
                f"{cell.events} of {cell.trials:,}",
                share(cell.events, cell.trials, found.level).as_text(percent=True),
            )
            for cell in found.cells
            if cell.counted == counted
        )
        yield lined_up(
            (
                f"  {test.responder} against {test.against}",
                f"odds ratio {test.odds_ratio.as_text()} by this test alone",
                f"p = {test.p_value:.2g}, adjusted {test.adjusted:.2g}",
            )
            for test in found.tests
            if test.counted == counted
        )
        yield ""
    said = {"The answers": found.differ, "Unadjusted, they": found.differ_unadjusted}
    for what, differ in said.items():
        yield f"{what} depend on that choice for: {', '.join(differ) or 'none of them'}."
    unknown = ", ".join(f"{responder} {n}" for responder, n in found.unknown.items())
    yield f"Counted as outside the group, their nationality being unknown: {unknown}."
    yield found.statement
