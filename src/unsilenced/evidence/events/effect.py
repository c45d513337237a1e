"""What an event did to the counts of some units in some periods, compared with all others.

Difference in differences with a Poisson model: the mean of a count is a factor of its unit times a
factor of its period. For a treated unit in a period of the event, it is also times the ratio that
we estimate.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import inf

import numpy as np
from scipy.stats import norm

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.events.fitting import Stack, fit
from unsilenced.evidence.events.panel import Numbers, Panel, Truths
from unsilenced.evidence.events.ratio import POWER, detectable, ratio_of, usable
from unsilenced.evidence.rates.estimate import LEVEL, Estimate, check_level

METHOD = "Poisson fixed effects, clustered by unit"


@dataclass(frozen=True, slots=True)
class Effect:
    """The incidence-rate ratio of an event, and the data behind the estimate.

    `log_ratio` and `error` are on the scale of the logarithm. If there are no clustered errors,
    `error` is `None` and the ratio has no interval. `said` says what was left out.
    """

    outcome: str
    ratio: Estimate
    log_ratio: float
    error: float | None
    units: int
    treated: int
    periods: int
    counted: int
    counted_in_event: int
    said: tuple[str, ...]

    @property
    def p_value(self) -> float | None:
        """How often chance alone gives such a difference, two-sided, by the normal distribution."""
        if self.error is None:
            return None
        return float(2 * norm.sf(abs(self.log_ratio) / self.error))

    def detectable(self, power: float = POWER) -> tuple[float, float] | None:
        """Return the ratios below and above 1 that would be found with probability `power`."""
        return detectable(self.error, self.ratio.level, power)


@dataclass(frozen=True, slots=True, eq=False)
class Marked:
    """A panel with its treated units and the event's periods marked, all with some count."""

    panel: Panel
    treated: Truths
    event: Truths

    @property
    def fewest(self) -> int:
        """How many units are on the smaller side."""
        treated = int(self.treated.sum())
        return min(treated, len(self.treated) - treated)

    def quarters(self, counts: Numbers) -> tuple[float, float, float, float]:
        """Return sums of counts: treated units in the event and outside it; the same for others."""
        sums = [
            counts[rows][:, columns].sum()
            for rows in (self.treated, ~self.treated)
            for columns in (self.event, ~self.event)
        ]
        return float(sums[0]), float(sums[1]), float(sums[2]), float(sums[3])


def effect(
    panel: Panel, treated: Collection[str], periods: Collection[str], level: float = LEVEL
) -> Effect:
    """Estimate the ratio of the event in `periods` to the counts of the `treated` units.

    Wooldridge 1999, Journal of Econometrics 90:77. The interval is the estimate times or divided
    by exp(z SE), with z of the normal distribution and SE clustered by unit. With one treated unit,
    or one other, there is no interval: one unit cannot show how units vary.

    Raises `BadInput` if a unit or a period is missing, or if there is nothing to compare: no
    treated or no other unit; no period of the event or no other period in which anything counted.
    """
    check_level(level)
    marked = mark(panel, treated, periods)
    quarters = marked.quarters(marked.panel.counts)
    if 0 in quarters:
        return _separated(marked, quarters, level)
    design = np.outer(marked.treated, marked.event).astype(float)[..., None]
    found = fit([stacked(marked.panel, design)])
    log_ratio, error = float(found.coefficients[0]), usable(float(found.errors[0]), marked.fewest)
    return _told(marked, ratio_of(log_ratio, error, level, METHOD), log_ratio, error)


def mark(panel: Panel, treated: Collection[str], periods: Collection[str]) -> Marked:
    """Mark what is treated and when, and leave out units and periods without any count.

    Raises `BadInput` like `effect`.
    """
    panel.marked(treated)
    for period in periods:
        panel.at(period)
    counted = panel.counted()
    rows = np.array([unit in set(treated) for unit in counted.units], dtype=bool)
    columns = np.array([period in set(periods) for period in counted.periods], dtype=bool)
    for what, some in (("treated units", rows), ("periods of the event", columns)):
        if not some.any():
            raise BadInput(f"{panel.outcome}: nothing was counted in any {what}")
        if some.all():
            raise BadInput(f"{panel.outcome}: there are only {what}, and none to compare with")
    return Marked(counted, rows, columns)


def stacked(panel: Panel, design: Numbers) -> Stack:
    """Return the panel as a stack to fit, each unit a cluster."""
    exposure = None if panel.exposure is None else np.log(panel.exposure)
    return Stack(panel.counts, design, tuple(range(len(panel.units))), exposure)


def _separated(marked: Marked, quarters: tuple[float, float, float, float], level: float) -> Effect:
    """Describe a ratio at an end of its range: one of the four sums that it compares is 0."""
    above, below = quarters[0] * quarters[3], quarters[1] * quarters[2]
    where = (
        "treated units in the event",
        "treated units outside the event",
        "other units in the event",
        "other units outside the event",
    )
    empty = " and in ".join(
        each for each, number in zip(where, quarters, strict=True) if not number
    )
    log_ratio = -inf if below else inf if above else float("nan")
    value = 0.0 if below else None
    ratio = Estimate(value, None, None, level, METHOD, f"nothing was counted in {empty}")
    return _told(marked, ratio, log_ratio, None)


def _told(marked: Marked, ratio: Estimate, log_ratio: float, error: float | None) -> Effect:
    panel = marked.panel
    return Effect(
        outcome=panel.outcome,
        ratio=ratio,
        log_ratio=log_ratio,
        error=error,
        units=len(panel.units),
        treated=int(marked.treated.sum()),
        periods=len(panel.periods),
        counted=int(panel.counts.sum()),
        counted_in_event=int(marked.quarters(panel.counts)[0]),
        said=panel.said,
    )
