"""Whether a series rises or falls: tested only within it, and adjusted for all tested series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from unsilenced.evidence.multiplicity import holm
from unsilenced.evidence.periods import YEAR
from unsilenced.evidence.rates.estimate import LEVEL, Estimate
from unsilenced.evidence.rates.ratio import METHOD, rate_ratio
from unsilenced.evidence.reporting.exact_trend import cochran_armitage
from unsilenced.evidence.reporting.series import Point, Series

DIRECTIONS = {-1: "falling", 0: "level", 1: "rising"}


@dataclass(frozen=True, slots=True)
class Trend:
    """How a series changes over time. `unknown` says why if that cannot be tested."""

    method: str | None = None
    direction: str | None = None
    p_value: float | None = None
    adjusted: float | None = None
    rate_ratio: Estimate | None = None
    unknown: str | None = None

    def as_json(self) -> dict[str, object]:
        """Return the trend for `--json` (docs/evidence.md)."""
        return {
            "method": self.method,
            "direction": self.direction,
            "p_value": self.p_value,
            "p_adjusted": self.adjusted,
            "rate_ratio": None if self.rate_ratio is None else self.rate_ratio.as_json(),
            "unknown": self.unknown,
        }


def trends(series: Sequence[Series], level: float = LEVEL) -> tuple[Trend, ...]:
    """Return the trend of each series, adjusted for all tests together by Holm's method."""
    found = [_trend(each, level) for each in series]
    tested = [each.p_value for each in found if each.p_value is not None]
    adjusted = iter(holm(tested))
    return tuple(
        each if each.p_value is None else replace(each, adjusted=next(adjusted)) for each in found
    )


def _trend(series: Series, level: float) -> Trend:
    if len(series.points) == 1:
        return Trend(unknown="one period has no trend")
    if any(point.span is None for point in series.points):
        return Trend(unknown="when it was is not told")
    for point in series.points:
        if others := series.overlapping(point):
            reason = f"periods overlap, and are not independent: {point.period} and {others[0]}"
            return Trend(unknown=reason)
    return _of_counts(series, level) if series.measure == "count" else _of_shares(series)


def _of_shares(series: Series) -> Trend:
    events, trials, middles = [], [], []
    for point in series.points:
        if point.events is None or point.trials is None or point.span is None:
            return Trend(unknown="the counts behind the shares are not told")
        if point.trials:
            events.append(point.events)
            trials.append(point.trials)
            middles.append(point.span.first + point.span.last)
    if len(trials) <= 1:
        return Trend(unknown="one period has no trend")
    found = cochran_armitage(events, trials, middles)
    return Trend(found.method, DIRECTIONS[found.direction], found.p_value)


def _of_counts(series: Series, level: float) -> Trend:
    known = [_events(point) for point in series.points]
    counted = [each for each in known if each is not None]
    if len(counted) != len(known):
        return Trend(unknown="the counts or the lengths of the periods are not told")
    ratios = [
        rate_ratio(later, after / YEAR, earlier, before / YEAR, level)
        for (earlier, before), (later, after) in pairwise(counted)
    ]
    (one, *more) = ratios
    if more or one.ratio.value is None:
        return Trend(unknown="counts are compared where there are two, and not both 0")
    direction = (one.ratio.value > 1) - (one.ratio.value < 1)
    return Trend(METHOD, DIRECTIONS[direction], one.p_value, rate_ratio=one.ratio)


def _events(point: Point) -> tuple[int, int] | None:
    if point.events is None or point.span is None or not point.span.exact:
        return None
    return point.events, point.span.months
