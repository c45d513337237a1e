"""Claim: fewer people in sex work report crimes to the police than before."""

from __future__ import annotations

from dataclasses import replace

from unsilenced.evidence.claims.claim import Claim, Figure, Rule, Unit
from unsilenced.evidence.claims.figures import lacking
from unsilenced.evidence.claims.rules import all_agree, lies_below
from unsilenced.evidence.claims.ugly_mugs import REPORTED, anonymous, elsewhere, london


def figures() -> tuple[Figure, ...]:
    """Return what is known about later years; nothing is known about those before the report."""
    change = lacking(
        REPORTED,
        "Reports to the police up to March 2012, later against earlier",
        "change in the share that reports to the police, up to March 2012",
        Unit.RATIO,
        "no series counts the same people's reports in two periods before the report",
    )
    return (change, replace(london(), decides=False), *elsewhere(), *anonymous())


CLAIM = Claim(
    id="reporting-decline",
    title="Fewer report crimes than before",
    wording=(
        "The service providers I spoke to, who work with sex workers, all said that they had "
        "noticed a decline in the number of sex workers reporting crimes to police."
    ),
    method=(
        "A later share would be compared with an earlier one of the same people by their ratio. "
        "What is published is shown as separate series."
    ),
    rule=Rule(
        "Supported if the ratio, later against earlier, of one series up to March 2012 has an "
        "interval wholly below 1; contradicted if wholly above; untestable while no series has two "
        "periods.",
        all_agree(lies_below(1)),
    ),
    chosen=(
        "One figure decides, and the data do not have it. The series shown were not joined: they "
        "differ in whom they count, and three of them overlap in 2012."
    ),
    caveats=(
        "That providers said so is not in doubt. Whether fewer reported is what is tested.",
        (
            "The study's share of 2012 is of everybody and its share of 2020 of off-street "
            "independents, both without how many: a fall between them is no trend."
        ),
        "All of these figures are later than the report.",
    ),
    would_settle=(
        "Reports to the police by people in sex work, by month from 2009, with how many people the "
        "same services saw."
    ),
    version=1,
    figures=figures,
)
