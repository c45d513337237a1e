"""A series: figures of the same source, area and definition. Only such figures are comparable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from unsilenced.evidence.rates.estimate import Estimate
from unsilenced.evidence.reporting.period import Span


@dataclass(frozen=True, slots=True)
class Point:
    """What a series says about one period.

    For a share, `events` of `trials` were willing. For a count, `events` came in the months of
    `span`. Each is `None` if the source does not say. `said` is how the source writes the figure.
    """

    period: str
    span: Span | None
    estimate: Estimate
    events: int | None = None
    trials: int | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """Figures that mean the same. `scope` is what people were willing to, or did, in words."""

    source: str
    area: str
    scope: str
    measure: Literal["share", "count"]
    points: tuple[Point, ...]

    def overlapping(self, point: Point) -> tuple[str, ...]:
        """Return the other periods of the series that share, or can share, a month with it."""
        if point.span is None:
            return ()
        return tuple(
            other.period
            for other in self.points
            if other is not point and other.span is not None and point.span.overlaps(other.span)
        )


def in_time(points: list[Point]) -> tuple[Point, ...]:
    """Return points in the order of their periods, those without a place last."""
    return tuple(
        sorted(points, key=lambda each: (each.span is None, each.span and _key(each.span)))
    )


def _key(span: Span) -> tuple[int, int]:
    return span.first, span.last
