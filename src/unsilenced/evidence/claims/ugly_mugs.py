"""What National Ugly Mugs, the UK's warning scheme, says about reporting to the police."""

from __future__ import annotations

from unsilenced.evidence.claims.claim import Figure, Unit
from unsilenced.evidence.claims.dataset import Dataset
from unsilenced.evidence.claims.figures import figure, percent_of, published, published_percent
from unsilenced.evidence.claims.reading import row
from unsilenced.evidence.rates.proportion import share

REPORTED = Dataset("claims/num_reports.csv")
FULL = "full_police_report_pct"
ANONYMOUS = "anonymous_share_pct"
TO_POLICE = "share of reports to Ugly Mugs that go to the police in full, {}"
NO_NUMBER = "how many were asked is not given"


def london() -> Figure:
    """Return the share of reports from London that went to the police in full, with its counts."""
    found = row(REPORTED, period="Jul 2012-Mar 2013", area="London")
    full, told = found.wholes(FULL, r"[0-9]+ \(([0-9]+) of ([0-9]+)\)")
    reports = found.whole("reports")
    if told != reports:
        raise found.bad(FULL, f"tells of {told} reports where there are {reports}")
    return figure(
        found,
        "Reports to Ugly Mugs that go to the police in full, London",
        TO_POLICE.format("London"),
        share(full, reports),
        Unit.SHARE,
        counted=f"{full} of {reports} reports",
        column=FULL,
        decides=True,
    )


def elsewhere() -> tuple[Figure, ...]:
    """Return such shares for the UK, and of other groups and years: three series, not one."""
    uk = row(REPORTED, period="Jul 2012-Jul 2013", area="UK")
    first = row(REPORTED, period="2012", area="UK")
    last = row(REPORTED, period="2020", area="UK")
    (independents,) = last.numbers(FULL, r"([0-9.]+) \(off-street independents\)")
    label = "Reports to Ugly Mugs that go to the police in full, UK"
    return (
        figure(
            uk,
            label,
            TO_POLICE.format("UK, by the scheme"),
            percent_of(uk, FULL, uk.whole("reports")),
            Unit.SHARE,
            counted=f"{uk.text(FULL)} percent of {uk.text('reports')} reports",
            column=FULL,
        ),
        figure(
            first,
            f"{label}, everybody",
            TO_POLICE.format("UK, by a study: everybody"),
            published_percent(first, FULL, NO_NUMBER),
            Unit.SHARE,
            counted="",
            column=FULL,
        ),
        figure(
            last,
            f"{label}, off-street independents",
            TO_POLICE.format("UK, by a study: off-street independents"),
            published(independents / 100, NO_NUMBER),
            Unit.SHARE,
            counted="",
            column=FULL,
        ),
    )


def anonymous() -> tuple[Figure, ...]:
    """Return the shares of people who let the police know anonymously, from a study."""
    return tuple(
        figure(
            each,
            "Reports to Ugly Mugs that the police may know of without a name, UK",
            f"share of reports that the police may know of without a name, UK, {year}",
            published_percent(each, ANONYMOUS, NO_NUMBER),
            Unit.SHARE,
            counted="",
            column=ANONYMOUS,
        )
        for year in ("2012", "2020")
        for each in [row(REPORTED, period=year, area="UK")]
    )
