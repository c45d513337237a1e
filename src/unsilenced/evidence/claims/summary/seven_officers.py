"""Claim: seven officers at a time visit premises."""

from __future__ import annotations

from unsilenced.evidence.claims.claim import Claim, Figure, Rule, Unit
from unsilenced.evidence.claims.dataset import Dataset
from unsilenced.evidence.claims.figures import figure, published
from unsilenced.evidence.claims.reading import row
from unsilenced.evidence.claims.rules import all_agree, lies_above, told_by_others

ENFORCED = Dataset("claims/london_enforcement_2010_2012.csv")
RAIDED = Dataset("claims/raids_effectiveness.csv")
REPORT = "executive-summary.txt"
OFFICERS = "officers at each of the premises"
SOHO = r"([0-9]+)\+ / ([0-9]+) / ([0-9]+) / ([0-9]+)"
SIX = 6.0


def figures() -> tuple[Figure, ...]:
    """Return the report's own example, and an operation with both numbers published."""
    example = row(ENFORCED, measure="officers per brothel visit (example criticised)")
    soho = row(RAIDED, operation="Op Demontere Soho")
    officers, addresses, _, _ = soho.wholes("value", SOHO)
    return (
        figure(
            example,
            "Officers at a visit, by the report",
            OFFICERS,
            published(example.whole("value"), "one example, of which visit is not told"),
            Unit.RATE,
            counted="an example",
            decides=True,
        ),
        figure(
            soho,
            "Officers for each address, an operation in Soho in 2013",
            "officers for each address, Soho 2013",
            published(officers / addresses, "one operation", "at least"),
            Unit.RATE,
            counted=f"at least {officers} officers, {addresses} addresses",
        ),
    )


CLAIM = Claim(
    id="seven-officers",
    title="Seven officers at a time",
    wording=(
        "First, when police resources are stretched, should police be visiting establishments "
        "advertised in phone boxes, using seven officers a time?"
    ),
    method="Who tells of the number is looked at; officers for each visit would be a rate.",
    rule=Rule(
        "Untestable while only the report tells of it. By another source: supported if officers "
        f"at each visit have an interval wholly above {SIX:g}, contradicted if wholly below.",
        told_by_others(REPORT, all_agree(lies_above(SIX))),
    ),
    chosen=(
        "One figure decides. The operation in Soho is shown because it is the only one of which "
        "officers and addresses are told; it came after the report and was no routine visit."
    ),
    caveats=(
        "An example shows that it happened, not how often.",
        "The claim is put as a question.",
    ),
    would_settle="The number of officers at each visit, as a register of visits would hold it.",
    version=1,
    figures=figures,
)
