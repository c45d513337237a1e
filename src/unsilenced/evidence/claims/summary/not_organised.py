"""Claim: some trafficking is not organised, not in brothels, and so not found by the police."""

from __future__ import annotations

from unsilenced.evidence.claims.claim import Claim, Figure, Rule, Unit
from unsilenced.evidence.claims.dataset import Dataset
from unsilenced.evidence.claims.figures import figure, lacking
from unsilenced.evidence.claims.reading import row
from unsilenced.evidence.claims.rules import all_agree, lies_above
from unsilenced.evidence.rates.proportion import share

SEEN = Dataset("claims/trafficking_scale_and_nationality.csv")
PICKED_UP = "UK potential victims / London / picked up by Met"
THREE = r"([0-9]+) / ([0-9]+) / ([0-9]+)"
NONE = 0.0


def figures() -> tuple[Figure, ...]:
    """Return who saw whom; the data do not say where people were exploited, or who did it."""
    outside = lacking(
        SEEN,
        "Victims in London who were exploited outside brothels, by somebody they knew",
        "share of victims exploited outside brothels",
        Unit.SHARE,
        "no source counts victims by where, or by whom, they were exploited",
    )
    found = row(SEEN, measure=PICKED_UP)
    _, london, met = found.wholes("value", THREE)
    police = figure(
        found,
        "Potential victims in London whom the Metropolitan Police picked up",
        "share of potential victims in London whom the police picked up",
        share(met, london),
        Unit.SHARE,
        counted=f"{met} of {london} people, of all kinds of exploitation",
    )
    return (outside, police, *_poppy())


def _poppy() -> tuple[Figure, ...]:
    memos = ("inception to first HAC memo", "inception to later HAC memo")
    rows = [row(SEEN, source="POPPY", period=period) for period in memos]
    counts = [each.wholes("value", THREE) for each in rows]
    return tuple(
        figure(
            each,
            "People referred to a charity for trafficked women who got its full support",
            f"share of those referred to POPPY with full support, {each.text('period')}",
            share(full, referred),
            Unit.SHARE,
            counted=f"{full} of {referred:,} referred",
        )
        for each, (referred, full, _) in zip(rows, counts, strict=True)
    )


CLAIM = Claim(
    id="not-organised",
    title="Trafficking that is not organised is missed",
    wording="Some sex trafficking is not organised and does not take place in brothels.",
    method="The share of victims exploited outside brothels, with Clopper and Pearson's interval.",
    rule=Rule(
        "Supported if the share has an interval wholly above 0; untestable while no source counts "
        "victims by where they were exploited.",
        all_agree(lies_above(NONE)),
    ),
    chosen=(
        "One figure decides, and the data do not have it. That the police picked up few of "
        "London's potential victims is shown; it says nothing about where the others were."
    ),
    caveats=(
        "The figures shown are of all kinds of exploitation.",
        (
            "The two memoranda of the charity count from the same beginning: the later one holds "
            "the earlier."
        ),
        (
            "One victim outside a brothel would bear the sentence out. How many are missed for it "
            "is what matters."
        ),
    ),
    would_settle=(
        "Victims by setting, by relation to who exploited them, and by who found them: in the "
        "referral data the first two are not published."
    ),
    version=1,
    figures=figures,
)
