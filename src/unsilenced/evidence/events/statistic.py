"""How far a set of units stands out in some periods: the statistic of randomisation inference."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from unsilenced.evidence.events.alike import Binned
from unsilenced.evidence.events.effect import stacked
from unsilenced.evidence.events.fitting import fit
from unsilenced.evidence.events.leads import wald
from unsilenced.evidence.events.panel import Numbers, Panel, Truths


def statistic_of(panel: Panel, bins: Numbers) -> Callable[[Truths], Numbers]:
    """Return a function that gives Wald's statistic for sets of units, each a row of booleans.

    `bins` has the bin of each period, counted from the reference, 0. There is a ratio for each
    other bin. Periods with a number below 0 are left out.
    """
    kept = panel.part(slice(None), bins >= 0)
    bins = bins[bins >= 0]
    sums = np.stack([kept.counts[:, bins == each].sum(axis=1) for each in np.unique(bins)], axis=1)
    if kept.exposure is None:
        return Binned(sums, len(kept.periods)).statistics
    return lambda sets: np.array([_fitted(kept, bins, sums, treated) for treated in sets])


def _fitted(panel: Panel, bins: Numbers, sums: Numbers, treated: Truths) -> float:
    if not (sums[treated].sum(axis=0) * sums[~treated].sum(axis=0)).all():
        return float("inf")
    design = np.stack(
        [np.outer(treated, bins == each).astype(float) for each in np.unique(bins)[1:]], axis=2
    )
    found = fit([stacked(panel, design)])
    statistic = wald(found.coefficients, found.covariance)
    return float("inf") if statistic is None else statistic
