"""Claim: police look at the reporter's own offences before the crime that is reported."""

from __future__ import annotations

from unsilenced.evidence.claims.claim import Claim, Figure, Rule, Unit
from unsilenced.evidence.claims.dataset import Dataset
from unsilenced.evidence.claims.figures import count, lacking
from unsilenced.evidence.claims.reading import row
from unsilenced.evidence.claims.rules import all_agree, lies_above

GWENT = Dataset("claims/swlo_gwent_2025.csv")
NEVER = 0.0


def figures() -> tuple[Figure, ...]:
    """Return the number of reports; the data do not say what happened to those who reported."""
    policed = lacking(
        GWENT,
        "Reports after which the police acted against the person who reported",
        "share of reports after which the reporter was policed",
        Unit.SHARE,
        "no source tells what the police did about those who report",
    )
    examined = row(GWENT, measure="police reports examined")
    reports = count(examined, "police reports examined, Gwent", "a count of all", period="2025")
    return (policed, reports)


CLAIM = Claim(
    id="crime-first",
    title="Reporting a crime gets the reporter policed",
    wording=(
        "Sex workers feel that when they report crimes, police focus on their crimes related to "
        "sex work"
    ),
    method="The share of reports after which the reporter was policed, with an exact interval.",
    rule=Rule(
        "Supported if the share has an interval wholly above 0; untestable while no source tells "
        "what the police did about those who report.",
        all_agree(lies_above(NEVER)),
    ),
    chosen="One figure decides, and the data do not have it.",
    caveats=(
        (
            "The claim is about what people feel. That they do is not in doubt; what is tested is "
            "whether it happens."
        ),
        "A single case would bear it out. How often it happens is what matters.",
    ),
    would_settle=(
        "For each report by somebody in sex work: what the police did about the crime, and whether "
        "they acted against the person, with days."
    ),
    version=1,
    figures=figures,
)
