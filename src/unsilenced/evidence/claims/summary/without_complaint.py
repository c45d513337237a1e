"""Claim: police raid without complaints or significant intelligence."""

from __future__ import annotations

from unsilenced.evidence.claims.claim import Claim, Figure, Rule, Unit
from unsilenced.evidence.claims.dataset import Dataset
from unsilenced.evidence.claims.figures import count, lacking
from unsilenced.evidence.claims.reading import row
from unsilenced.evidence.claims.rules import all_agree, lies_above
from unsilenced.evidence.claims.visits import VISITED, yearly

RAIDED = Dataset("claims/raids_effectiveness.csv")
NEVER = 0.0


def figures() -> tuple[Figure, ...]:
    """Return how many premises were visited; the data do not say why."""
    without = lacking(
        VISITED,
        "Visits in London without a complaint or intelligence",
        "share of visits without a complaint or intelligence",
        Unit.SHARE,
        "no source tells what led to each visit",
    )
    premises = ("premises raided", "of which massage parlours", "of which houses/flats")
    told = tuple(
        count(
            row(RAIDED, operation="Pentameter 2", measure=measure),
            f"Pentameter 2, UK: {measure}",
            "a count of all",
        )
        for measure in premises
    )
    return (without, *yearly(), *told)


CLAIM = Claim(
    id="without-complaint",
    title="Raids without complaints or intelligence",
    wording=(
        "However the information I have gathered from individual cases, service providers and "
        "borough police demonstrates that police have been proactively raiding sex establishments "
        "without complaints nor significant intelligence that exploitation is taking place."
    ),
    method="The share of visits without either, with Clopper and Pearson's interval.",
    rule=Rule(
        "Supported if the share of visits without a complaint or intelligence has an interval "
        "wholly above 0; untestable while no source tells what led to visits.",
        all_agree(lies_above(NEVER)),
    ),
    chosen="One figure decides, and the data do not have it.",
    caveats=(
        "Visits are counted, and what led to them is not: a denominator without a numerator.",
        (
            "One visit without either would bear the claim out as it is worded, so how many there "
            "were is what matters."
        ),
        "SCD9's calendar and financial years overlap, and 2011/12 ends in mid-March.",
    ),
    would_settle=(
        "For each visit its trigger (complaint, intelligence, advertisement, none) and its legal "
        "basis, as a register of visits would hold them."
    ),
    version=1,
    figures=figures,
)
