"""BCa intervals with the model chosen again in every replicate.

Each replicate draws cases from the counts and chooses a model for them. The quantiles of the
estimates are then corrected for bias and acceleration (Efron 1987; for capture-recapture Silverman,
Chan and Vincent 2024, doi:10.1007/s11222-023-10346-9). The acceleration comes from the jackknife
over cases: each pattern counts as often as it occurs. A replicate without an estimate counts as
larger than all others. Without it, a table that says little would get a short interval.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from unsilenced.evidence.capture.fitting import Floats, Integers
from unsilenced.evidence.capture.table import OverlapTable
from unsilenced.evidence.capture.threads import ALONE, Workers

Choose = Callable[[Integers], tuple[int, float]]
"""Takes counts; returns the chosen model and the estimate, which is NaN if it does not exist."""

_AT_ONCE = 5


@dataclass(frozen=True, eq=False)
class Bootstrap:
    """The replicates' estimates and chosen models, and the corrections of their quantiles.

    An entry of `estimates` is NaN where no model had an estimate. `acceleration` is NaN where
    the jackknife gives none; then there are no intervals.
    """

    estimate: float
    estimates: Floats
    chosen: Integers
    acceleration: float

    @property
    def failed(self) -> int:
        """In how many replicates no model had an estimate."""
        return int(np.isnan(self.estimates).sum())

    @property
    def bias_correction(self) -> float:
        """The normal quantile of the share of replicates whose estimate is below the table's."""
        replicates = self.estimates.size
        return float(ndtri(np.mean(self.estimates < self.estimate))) if replicates else float("nan")

    def unknown(self, level: float = 0.95) -> str | None:
        """Return why there is no interval, or nothing if there is one."""
        replicates, finite = self.estimates.size, int(np.isfinite(self.estimates).sum())
        if not finite:
            return "no replicate has an estimate"
        if not np.isfinite(self.bias_correction):
            return "all replicates are on one side of the estimate"
        if not np.isfinite(self.acceleration):
            return "without one of the cases there is no estimate"
        if _rank((1 - level) / 2, replicates) < 1:
            return f"there are too few replicates ({replicates}) for an interval of {level:.10g}"
        if self._ranks(level)[1] > finite:
            number = replicates - finite
            return f"{number:,} of {replicates:,} replicates have no estimate: none bounds it above"
        return None

    def interval(self, level: float = 0.95) -> tuple[float, float] | None:
        """Return the BCa interval, or nothing where it is unknown."""
        if self.unknown(level):
            return None
        ordered = np.sort(self.estimates[np.isfinite(self.estimates)])
        low, high = np.interp(self._ranks(level), np.arange(1, ordered.size + 1), ordered)
        return float(low), float(high)

    def _ranks(self, level: float) -> tuple[float, float]:
        """Return the places of the ends among the sorted replicates, from 1, at most the last."""
        shift = self.bias_correction
        wanted = shift + ndtri(np.array([(1 - level) / 2, (1 + level) / 2]))
        # If the acceleration is so large that this is not above 0, the quantile is at the very end.
        slowed = np.maximum(1 - self.acceleration * wanted, np.finfo(float).tiny)
        replicates = self.estimates.size
        first, last = (_rank(float(share), replicates) for share in ndtr(shift + wanted / slowed))
        return max(first, 1.0), min(last, float(replicates))


def bootstrap(
    table: OverlapTable,
    choose: Choose,
    replicates: int,
    seed: int,
    workers: Workers = ALONE,
) -> Bootstrap:
    """Draw `replicates` times from `table` and choose a model for each.

    Every replicate has its own random stream, counted from `seed`. So the number of threads
    changes nothing, and neither does the order of the lists or rows.
    """
    drawn = [_drawn(table, seed, number) for number in range(replicates)]
    counted = np.flatnonzero(table.counts)
    less = [table.counts - (np.arange(len(table.counts)) == pattern) for pattern in counted]
    every = [table.counts, *less, *drawn]
    chosen = np.empty(len(every), np.int64)
    estimates = np.empty(len(every))

    def choose_part(part: slice) -> None:
        for place in range(part.start, part.stop):
            chosen[place], estimates[place] = choose(every[place])

    workers.do(choose_part, len(every), _AT_ONCE)
    first = 1 + len(counted)
    return Bootstrap(
        estimate=float(estimates[0]),
        estimates=estimates[first:],
        chosen=chosen[first:],
        acceleration=_acceleration(estimates[1:first], table.counts[counted]),
    )


def _drawn(table: OverlapTable, seed: int, replicate: int) -> Integers:
    # We draw in the order of the lists' names, so that their order in the file does not matter.
    places = sorted(range(len(table.lists)), key=lambda number: table.lists[number])
    patterns = np.arange(len(table.counts))
    order = np.zeros_like(patterns)
    for bit, place in enumerate(places):
        order |= (patterns >> bit & 1) << place
    stream = np.random.Generator(np.random.Philox(key=[seed, replicate]))
    counts = np.zeros_like(table.counts)
    counts[order] = stream.multinomial(table.cases, table.counts[order] / table.cases)
    return counts


def _acceleration(estimates: Floats, counts: Integers) -> float:
    """Return the jackknife's acceleration; each estimate stands for as many cases as counted."""
    differences = np.average(estimates, weights=counts) - estimates
    squares = np.sum(counts * differences**2)
    if squares == 0:
        return 0.0
    return float(np.sum(counts * differences**3) / (6 * squares**1.5))


def _rank(share: float, number: int) -> float:
    """Return the place of the quantile `share` among `number` sorted, nearly median unbiased."""
    return (number + 1 / 3) * share + 1 / 3
