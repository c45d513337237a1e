"""Claim: the police in London reported a decrease in prostitution."""

from __future__ import annotations

from unsilenced.evidence.claims.claim import Claim, Figure, Rule, Unit
from unsilenced.evidence.claims.dataset import Dataset
from unsilenced.evidence.claims.figures import figure, lacking, published
from unsilenced.evidence.claims.reading import row
from unsilenced.evidence.claims.rules import all_agree, lies_below
from unsilenced.evidence.claims.visits import compared, yearly

GAMES = Dataset("claims/sporting_events_trafficking.csv")
NEWCOMERS = r".*; ([0-9]+)% of surveyed workers came for the Games; .*"


def figures() -> tuple[Figure, ...]:
    """Return counts that come close: visits by the police, and people who came for the Games."""
    change = lacking(
        GAMES,
        "Prostitution in London, later against earlier",
        "change of prostitution in London, as the police report it",
        Unit.RATIO,
        "the data have no police report of how much prostitution there was",
    )
    games = row(GAMES, year="2012", place="London")
    (came,) = games.wholes("finding", NEWCOMERS)
    newcomers = figure(
        games,
        "People in sex work, asked in London, who came for the Games",
        "share who came for the Games",
        published(came / 100, "how many were asked is not given"),
        Unit.SHARE,
        counted="",
        column="finding",
        period=games.text("year"),
    )
    return (change, newcomers, *yearly(), *compared())


CLAIM = Claim(
    id="prostitution-fell",
    title="Police reported less prostitution",
    wording=(
        "In fact my research found that a decrease in prostitution had been reported by police in "
        "London."
    ),
    method="How much prostitution there was would be compared with before by a ratio.",
    rule=Rule(
        "Supported if the ratio that the police report, later against earlier, has an interval "
        "wholly below 1; contradicted if wholly above; untestable while there is none.",
        all_agree(lies_below(1)),
    ),
    chosen="One figure decides, and the data do not have it.",
    caveats=(
        (
            "What the police do is no measure of how much prostitution there is: SCD9 visited "
            "fewer premises in 2011 than in 2010, and that says what SCD9 did."
        ),
        "SCD9's calendar and financial years overlap, and 2011/12 ends in mid-March.",
    ),
    would_settle=(
        "The police report itself, and a count by the same means in two years, such as of "
        "advertisements or of people seen by outreach."
    ),
    version=1,
    figures=figures,
)
