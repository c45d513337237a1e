"""Claim: people in sex work are much less willing to report crimes than others."""

from __future__ import annotations

from unsilenced.evidence.claims.claim import Claim, Figure, Rule, Unit
from unsilenced.evidence.claims.dataset import Dataset
from unsilenced.evidence.claims.figures import figure, lacking
from unsilenced.evidence.claims.reading import row
from unsilenced.evidence.claims.rules import wholly_below
from unsilenced.evidence.claims.ugly_mugs import REPORTED, TO_POLICE, elsewhere, london
from unsilenced.evidence.rates.proportion import share

GWENT = Dataset("claims/swlo_gwent_2025.csv")
NATIONAL = "share of crimes that the public reports to the police"


def figures() -> tuple[Figure, ...]:
    """Return the shares of people who reported; the data do not say what the public does."""
    national = lacking(
        REPORTED,
        "Crimes of the same kinds that the public reports",
        NATIONAL,
        Unit.SHARE,
        "the data have no national average to compare with",
    )
    return (london(), national, *elsewhere(), *_gwent())


def _gwent() -> tuple[Figure, ...]:
    asked = row(GWENT, measure="sex workers interviewed").whole("value")
    measures = ("reported at least one to police", "never reported any")
    answered = [(each, row(GWENT, measure=each)) for each in measures]
    return tuple(
        figure(
            each,
            f"Gwent: {measure}",
            f"people interviewed in Gwent: {measure}",
            share(each.whole("value"), asked),
            Unit.SHARE,
            counted=f"{each.whole('value')} of {asked} interviewed",
            period="2025",
        )
        for measure, each in answered
    )


CLAIM = Claim(
    id="willing-to-report",
    title="Much less willing to report crimes",
    wording=(
        "However this group often distrusts the police and are much less willing to report crimes "
        "against them than the national average."
    ),
    method=(
        "The share of reports to a warning scheme in London that go to the police in full, with "
        "Clopper and Pearson's interval, is compared with the share of such crimes that the public "
        "reports."
    ),
    rule=Rule(
        "Supported if the interval for London is wholly below that of the national average, "
        "contradicted if wholly above, unclear if they overlap; untestable while there is no "
        "national average.",
        wholly_below(TO_POLICE.format("London"), NATIONAL),
    ),
    chosen=(
        "The series of London was chosen because the claim is about London. One comparison, which "
        "cannot be made. The other series are shown and decide nothing."
    ),
    caveats=(
        (
            "Who reports to a warning scheme has decided to tell somebody. Crimes told to nobody "
            "are in no series here."
        ),
        (
            "A report to the scheme can tell of something that is no crime, so the two shares "
            "would be of different things even if both were known."
        ),
        (
            "London's figure is of July 2012 to March 2013, after the report. The UK's figures are "
            "of overlapping periods and partly the same reports."
        ),
    ),
    would_settle=(
        "A survey of crimes met by people in sex work, and whether each was reported, beside the "
        "Crime Survey for England and Wales for the same offences and years."
    ),
    version=1,
    figures=figures,
)
