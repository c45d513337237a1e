"""Ratios, without exposures, for many treated sets at once, from sums.

Units with the same treatment can be added up before the fit, because each has its own factor.
So can periods in the same bin. That leaves one table of two rows, which the model fits exactly:
the ratios are odds ratios, and each unit adds the difference of two shares to their error. The
tests show that all this agrees with the fit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unsilenced.evidence.events.fitting import small_sample
from unsilenced.evidence.events.panel import Numbers, Truths


@dataclass(frozen=True, slots=True, eq=False)
class Binned:
    """Counts by unit and bin; the first bin is the reference. `periods` is how many there were."""

    counts: Numbers
    periods: int

    def statistics(self, treated: Truths) -> Numbers:
        """Return Wald's statistic over the number of ratios, for each set of treated units.

        `treated` has a row for each set. Infinite if a side has no counts in a bin: then no set is
        farther from no effect.
        """
        logs, covariance = self.ratios(treated)
        with np.errstate(invalid="ignore", divide="ignore"):
            if logs.shape[1] == 1:
                found: Numbers = logs[:, 0] ** 2 / covariance[:, 0, 0]
            else:
                found = _quadratic(logs, covariance)
        return np.where(np.isfinite(logs).all(axis=1) & np.isfinite(found), found, np.inf)

    def ratios(self, treated: Truths) -> tuple[Numbers, Numbers]:
        """Return the logarithms of the ratios, and their clustered covariances, by set."""
        sets = treated.astype(np.float64)
        sums = sets @ self.counts
        others = self.counts.sum(axis=0) - sums
        with np.errstate(invalid="ignore", divide="ignore"):
            odds = np.log(sums) - np.log(others)
            spread = self._spread(sets, sums) + self._spread(1 - sets, others)
        units, bins = self.counts.shape
        scale = small_sample(units, units * self.periods, bins - 1 + self.periods)
        return odds[:, 1:] - odds[:, :1], scale * spread

    def _spread(self, sets: Numbers, sums: Numbers) -> Numbers:
        """Sum the squares of what a side's units add: share of a bin less the reference's."""
        bins = self.counts.shape[1]
        pairs = (self.counts[:, :, None] * self.counts[:, None, :]).reshape(-1, bins * bins)
        shares = (sets @ pairs).reshape(-1, bins, bins)
        shares = shares / sums[:, :, None] / sums[:, None, :]
        own, first = shares[:, 1:, 1:], shares[:, :1, :1]
        found: Numbers = own - shares[:, 1:, :1] - shares[:, :1, 1:] + first
        return found


def _quadratic(logs: Numbers, covariance: Numbers) -> Numbers:
    found = np.full(len(logs), np.inf)
    usable = np.isfinite(covariance).all(axis=(1, 2)) & np.isfinite(logs).all(axis=1)
    ranks = np.linalg.matrix_rank(covariance[usable], hermitian=True)
    solvable = np.flatnonzero(usable)[ranks == logs.shape[1]]
    solved = np.linalg.solve(covariance[solvable], logs[solvable][..., None])[..., 0]
    found[solvable] = (logs[solvable] * solved).sum(axis=1) / logs.shape[1]
    return found
