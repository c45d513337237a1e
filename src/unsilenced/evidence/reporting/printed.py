"""Series of reporting as JSON, and as text for people to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from unsilenced.evidence.reporting.series import Point, Series
from unsilenced.evidence.reporting.trend import Trend

_LEAST = 1e-12
MULTIPLICITY = {
    "before": "The trends were chosen before looking at the figures.",
    "after": (
        "The trends were not chosen before looking at the figures: take their p-values as a "
        "description."
    ),
}


def document(series: Sequence[Series], trends: Sequence[Trend], chosen: str) -> dict[str, object]:
    """Return everything for `--json` (docs/evidence.md)."""
    return {
        "series": [
            {
                "source": each.source,
                "area": each.area or None,
                "scope": each.scope,
                "kind": each.measure,
                "points": [_point(each, point) for point in each.points],
                "trend": trend.as_json(),
            }
            for each, trend in zip(series, trends, strict=True)
        ],
        "multiplicity": {
            "method": "Holm",
            "tests": _tests(trends),
            "chosen": chosen,
            "statement": statement(trends, chosen),
        },
    }


def statement(trends: Sequence[Trend], chosen: str) -> str:
    """Return how often we looked, and when we chose what to look at."""
    return (
        f"Of {len(trends)} series {_tests(trends)} could be tested for a trend; p-values are "
        f"adjusted for as many by Holm's method. {MULTIPLICITY[chosen]} Series differ in source, "
        "area or definition, and are not compared."
    )


def lines(series: Sequence[Series], trends: Sequence[Trend], chosen: str) -> Iterator[str]:
    """Yield everything line by line, for people to read."""
    for each, trend in zip(series, trends, strict=True):
        yield ", ".join(filter(None, (each.source, each.area, each.scope)))
        width = max(len(point.period) for point in each.points)
        for point in each.points:
            yield f"  {point.period:<{width}}  {_told(each, point)}"
        yield f"  trend: {_trend(trend)}"
        yield ""
    yield statement(trends, chosen)


def _tests(trends: Sequence[Trend]) -> int:
    return sum(trend.p_value is not None for trend in trends)


def _point(series: Series, point: Point) -> dict[str, object]:
    return {
        "period": point.period,
        **(point.span.as_json() if point.span else {"from": None, "to": None}),
        "events": point.events,
        "trials": point.trials,
        **point.estimate.as_json(),
        "said": point.said or None,
        "overlaps": list(series.overlapping(point)),
    }


def _told(series: Series, point: Point) -> str:
    percent = series.measure == "share"
    value = point.estimate.value
    if value is not None and point.estimate.low is None:
        shown = f"{value:.1%}" if percent else point.said
        text = f"{shown}, interval unknown: {point.estimate.unknown}"
    elif percent:
        text = point.estimate.as_text(percent=True)
        if point.events is not None:
            text = f"{point.events} of {point.trials}  {text}"
    else:
        text = f"{point.events:,}"
    others = series.overlapping(point)
    return f"{text}  (overlaps {', '.join(others)})" if others else text


def _trend(trend: Trend) -> str:
    if trend.p_value is None or trend.adjusted is None:
        return f"unknown: {trend.unknown}"
    ratio = "" if trend.rate_ratio is None else f", rate ratio {trend.rate_ratio.as_text()}"
    return (
        f"{trend.direction}{ratio}, p {_chance(trend.p_value)}, adjusted "
        f"{_chance(trend.adjusted)} ({trend.method})"
    )


def _chance(p_value: float) -> str:
    return f"< {_LEAST:g}" if p_value < _LEAST else f"= {p_value:.2g}"
