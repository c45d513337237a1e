"""Claim: people in sex work often distrust the police."""

from __future__ import annotations

from unsilenced.evidence.claims.claim import Claim, Figure, Rule, Unit
from unsilenced.evidence.claims.figures import lacking
from unsilenced.evidence.claims.rules import all_agree, lies_above
from unsilenced.evidence.claims.ugly_mugs import REPORTED, anonymous

OFTEN = 0.5


def figures() -> tuple[Figure, ...]:
    """Return what comes close: how many let the police know anonymously."""
    distrust = lacking(
        REPORTED,
        "People in sex work who distrust the police",
        "share who distrust the police",
        Unit.SHARE,
        "no source asks for trust in the police",
    )
    return (distrust, *anonymous())


CLAIM = Claim(
    id="distrust",
    title="Distrust of the police",
    wording="However this group often distrusts the police",
    method="The share who distrust the police, with Clopper and Pearson's interval.",
    rule=Rule(
        "“Often” is taken as more than half. Supported if the share has an interval wholly above "
        "that, contradicted if wholly below; untestable while nobody asked.",
        all_agree(lies_above(OFTEN)),
    ),
    chosen="One figure decides, and the data do not have it.",
    caveats=(
        (
            "Not reporting has many reasons, and distrust is one of them. It cannot be read off "
            "reports."
        ),
        "The two shares shown are told without how many were asked.",
    ),
    would_settle="A survey that asks people in sex work, and the public, the same question.",
    version=1,
    figures=figures,
)
