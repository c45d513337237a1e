"""Claim: treating attacks as hate crime tackles the lack of reporting."""

from __future__ import annotations

from unsilenced.evidence.claims.claim import Claim, Figure, Rule, Unit
from unsilenced.evidence.claims.dataset import Dataset
from unsilenced.evidence.claims.figures import figure, published
from unsilenced.evidence.claims.reading import row
from unsilenced.evidence.claims.rules import all_agree, lies_above

MODEL = Dataset("claims/merseyside_model.csv")


def figures() -> tuple[Figure, ...]:
    """Return the published increase."""
    told = row(MODEL, measure="increase pct in people giving police name and address")
    increase = told.whole("value")
    return (
        figure(
            told,
            "People who give the police name and address, after against before",
            "change of how many give name and address, Merseyside",
            published(1 + increase / 100, "neither number behind it is told"),
            Unit.RATIO,
            counted=f"an increase of {increase}%",
            decides=True,
        ),
    )


CLAIM = Claim(
    id="hate-crime-reporting",
    title="Merseyside: hate crime label and reporting",
    wording="The best policing model I found to tackle this lack of reporting was in Merseyside.",
    method="Reports after the policy would be compared with those before by the ratio of rates.",
    rule=Rule(
        "Supported if the ratio, after against before, has an interval wholly above 1; "
        "contradicted if wholly below; untestable while the numbers behind it are not told.",
        all_agree(lies_above(1)),
    ),
    chosen="The one figure in the data decides.",
    caveats=(
        "A percentage of increase can come from a handful of people or from hundreds.",
        (
            "Before and after in one place, without another place to compare with, shows no cause: "
            "support workers and officers came with the policy."
        ),
        "Giving a name to a project or to the police is not yet reporting a crime.",
        "That it was the best model found is the author's judgement, and is not tested.",
    ),
    would_settle=(
        "Reports by month from 2003 in Merseyside and in like forces without the policy, and how "
        "many people were seen: an event study."
    ),
    version=1,
    figures=figures,
)
