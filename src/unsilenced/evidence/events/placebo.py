"""Placebo dates: what the same model finds where there was no event."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import inf, isfinite

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.events.effect import Effect, effect
from unsilenced.evidence.events.panel import Panel
from unsilenced.evidence.events.timing import Event

_AS_FAR = 1 - 1e-9


@dataclass(frozen=True, slots=True)
class Placebo:
    """The effects of other dates, each as long as the event; the event's own periods are left out.

    For `as_far` of them the statistic, the logarithm of the ratio over its error, is at least as
    far from 0 as the event's.
    """

    dates: tuple[tuple[tuple[str, ...], Effect], ...]
    as_far: int

    @property
    def p_value(self) -> float:
        """How often other dates give as much: (1 + as_far) / (1 + number of other dates)."""
        return (1 + self.as_far) / (1 + len(self.dates))

    @property
    def least(self) -> float:
        """The smallest possible p-value."""
        return 1 / (1 + len(self.dates))


def placebo(panel: Panel, treated: Collection[str], event: Event, found: Effect) -> Placebo | None:
    """Estimate the effect that `event` would have had on every other date in the panel.

    `None` if the event's own effect, or that of any other date, has no estimate.
    """
    if not isfinite(found.log_ratio):
        return None
    quiet = panel.without_periods(event.names)
    dates = []
    for names in event.elsewhere():
        try:
            dates.append((names, effect(quiet, treated, names, found.ratio.level)))
        except BadInput:  # nothing was counted then, or at any other time
            continue
    if not dates:
        return None
    least = _distance(found) * _AS_FAR
    return Placebo(tuple(dates), sum(_distance(other) >= least for _, other in dates))


def _distance(found: Effect) -> float:
    if not isfinite(found.log_ratio):
        return inf
    return abs(found.log_ratio) / (found.error or 1.0)
