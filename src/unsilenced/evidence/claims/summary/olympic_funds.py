"""Claim: the police received additional funds for the Games."""

from __future__ import annotations

from unsilenced.evidence.claims.claim import Claim, Figure, Rule, Unit
from unsilenced.evidence.claims.dataset import Dataset
from unsilenced.evidence.claims.figures import figure, published
from unsilenced.evidence.claims.reading import rows
from unsilenced.evidence.claims.rules import sources_agree
from unsilenced.evidence.errors import BadInput

ENFORCED = Dataset("claims/london_enforcement_2010_2012.csv")
MEASURE = "GOL anti-trafficking Olympic money GBP"


def figures() -> tuple[Figure, ...]:
    """Return the published sums, each with its source."""
    told = rows(ENFORCED, measure=MEASURE)
    if not told:
        raise BadInput(f"no row has the measure “{MEASURE}”", file=ENFORCED.name)
    return tuple(
        figure(
            each,
            f"Pounds, by {each.text('reported_by')}",
            "pounds against trafficking for the Games",
            published(each.whole("value"), "a sum of money, told and not sampled"),
            Unit.COUNT,
            counted=each.text("caveat"),
            decides=True,
        )
        for each in told
    )


CLAIM = Claim(
    id="olympic-funds",
    title="More money against trafficking for the Games",
    wording=(
        "As a result, the Metropolitan Police Service has received additional funds to tackle sex "
        "trafficking."
    ),
    method="The sums that sources tell are compared.",
    rule=Rule(
        "Supported if two sources or more tell the same sum; unclear if they differ or there is "
        "one; untestable without any.",
        sources_agree(),
    ),
    chosen="All sums in the data decide. Nothing is estimated.",
    caveats=(
        "Both sources tell that there was money. They differ in how much.",
        (
            "Both wrote when the report came out and may have it from there, so they need not be "
            "independent."
        ),
        "That the money came because of what the media said is not tested.",
    ),
    would_settle="The grant's own papers: who gave how much, when, and for what.",
    version=1,
    figures=figures,
)
