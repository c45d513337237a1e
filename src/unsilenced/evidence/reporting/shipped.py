"""What public sources say about reporting: a series for each way in which they say it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal
from urllib.parse import urlsplit

from unsilenced.evidence.claims.dataset import Dataset
from unsilenced.evidence.claims.figures import (
    NO_DENOMINATOR,
    percent_of,
    published,
    published_percent,
)
from unsilenced.evidence.claims.reading import Row, row, rows
from unsilenced.evidence.periods import YEAR
from unsilenced.evidence.rates.estimate import LEVEL, Estimate
from unsilenced.evidence.rates.poisson import expected_events
from unsilenced.evidence.rates.proportion import share
from unsilenced.evidence.reporting.period import Span, told_span
from unsilenced.evidence.reporting.series import Point, Series, in_time

UK = Dataset("claims/num_reports.csv")
IRELAND = Dataset("claims/uglymugs_ie_reports.csv")
GWENT = Dataset("claims/swlo_gwent_2025.csv")
ALL = (UK, IRELAND, GWENT)

FULL = "full_police_report_pct"
ANONYMOUS = "anonymous_share_pct"
REPORTS = "reports"
SCOPES = {
    FULL: "reports to the scheme that go to the police in full",
    ANONYMOUS: "reports to the scheme that the police may know of without a name",
    REPORTS: "reports to the scheme",
}
IRISH = ("incidents", "reports of concern", "reports involving violence")

# The file says that Ireland's law changed on 27 March 2017.
LAW = 2017 * YEAR + 2

_Key = tuple[str, str, str]


def shipped() -> tuple[Series, ...]:
    """Return all series of the shipped figures, with intervals at 95%; shares first."""
    shares = _gathered("share", [*_uk_shares(), *_gwent()])
    return (*shares, *_gathered("count", [*_uk_counts(), *_irish_counts()]))


def _gathered(
    measure: Literal["share", "count"], points: list[tuple[_Key, Point]]
) -> tuple[Series, ...]:
    found: dict[_Key, list[Point]] = {}
    for key, point in points:
        found.setdefault(key, []).append(point)
    return tuple(Series(*key, measure, in_time(each)) for key, each in found.items())


def _uk_shares() -> Iterator[tuple[_Key, Point]]:
    for found in rows(UK):
        for column in (FULL, ANONYMOUS):
            if found.values[column]:
                scope, point = _uk_share(found, column)
                yield (_source(found), found.text("area"), scope), point


def _uk_share(found: Row, column: str) -> tuple[str, Point]:
    """Return a share as published: with its counts, of other people, or as a percentage."""
    said, scope = found.text(column), SCOPES[column]
    period = found.text("period")
    if counts := re.fullmatch(r"[0-9]+ \(([0-9]+) of ([0-9]+)\)", said):
        events, trials = int(counts[1]), int(counts[2])
        told = share(events, trials)
        return scope, Point(period, told_span(period), told, events, trials, said)
    if others := re.fullmatch(r"([0-9.]+) \((.+)\)", said):
        told = published(float(others[1]) / 100, NO_DENOMINATOR)
        return f"{scope}: {others[2]}", Point(period, told_span(period), told, said=said)
    trials = int(found.values[REPORTS]) if found.values[REPORTS].isdigit() else 0
    told = percent_of(found, column, trials) if trials else published_percent(found, column)
    return scope, Point(period, told_span(period), told, None, trials or None, said)


def _uk_counts() -> Iterator[tuple[_Key, Point]]:
    for found in rows(UK):
        if found.values[REPORTS]:
            period = found.text("period")
            key = _source(found), found.text("area"), SCOPES[REPORTS]
            yield key, _count(found, REPORTS, period, told_span(period))


def _irish_counts() -> Iterator[tuple[_Key, Point]]:
    before: Span | None = None
    for found in rows(IRELAND):
        period = found.text("period")
        span = _irish_span(period, before)
        before = span
        if found.text("measure") in IRISH:
            key = _source(found), "Ireland", f"{found.text('measure')} to the scheme"
            yield key, _count(found, "value", period, span)


def _irish_span(period: str, before: Span | None) -> Span | None:
    """Return when it was; `before` is the period of the row above, which “same period” means."""
    if period.endswith("(2y pre-law)"):
        return Span(LAW - 2 * YEAR + 1, LAW)
    if period.endswith("(2y post-law)"):
        return Span(LAW + 1, LAW + 2 * YEAR)
    if found := re.fullmatch(r"same period ([0-9]{4})", period):
        return None if before is None else before.moved_to(int(found[1]))
    return told_span(period)


def _gwent() -> Iterator[tuple[_Key, Point]]:
    found = row(GWENT, measure="reported at least one to police")
    events = found.whole("value")
    for among in ("sex workers interviewed", "with client violence"):
        asked = row(GWENT, measure=among).whole("value")
        key = _source(found), "Gwent", f"{found.text('measure')}, of those: {among}"
        yield key, Point("not told", None, share(events, asked), events, asked, found.text("value"))


def _count(found: Row, column: str, period: str, span: Span | None) -> Point:
    told = found.amount(column)
    said = found.text(column)
    if told.how:
        about = Estimate(told.value, None, None, LEVEL, "as published", f"its source says “{said}”")
        return Point(period, span, about, said=said)
    events = int(told.value)
    return Point(period, span, expected_events(events), events, said=said)


def _source(found: Row) -> str:
    return urlsplit(found.source.split(" ")[0]).hostname or found.source
