"""The least and the largest count that a cell can have, given all that is published.

Linear programmes over the real numbers come first (HiGHS). One two-way table with its totals is
a flow in a network: its matrix is totally unimodular, so the corners that the simplex method
returns are whole and nothing more is needed. Linked tables need not be so; where the solution is
not whole, the same programme is solved over the integers.

Every bound that is finite comes with whole counts that were put into the published sums, in
integer arithmetic, and agree. So no range is wider than the truth, whatever a solver's
tolerances: a table called safe is safe.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint
from scipy.sparse import csr_array

from unsilenced.evidence.disclosure.solver import solve
from unsilenced.evidence.disclosure.system import System, Whole
from unsilenced.evidence.errors import BadInput

_OPTIMAL = 0
_INFEASIBLE = 2
_SAME = 1e-6
_EXACT = 2**53
_MIP_GAP = {"mip_rel_gap": 0.0}


class Contradiction(ValueError):  # noqa: N818 - it is the tables that contradict each other
    """No counts agree with all that is published."""


class Unsolved(BadInput):
    """The solver gave no answer that stands up to integer arithmetic, so nothing is known."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"this cannot be audited: {reason}")


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the largest count of a cell; `high` is `None` where nothing bounds it."""

    low: int
    high: int | None

    @property
    def exact(self) -> bool:
        """Whether the count can be worked out."""
        return self.low == self.high

    def narrower_than(self, width: int) -> bool:
        """Tell whether the ends are fewer than `width` apart."""
        return self.high is not None and self.high - self.low < width


class Completions:
    """All whole, not negative counts that agree with a system.

    Raises `Contradiction` if there are none.
    """

    def __init__(self, system: System) -> None:
        size = system.matrix.shape[1]
        self._fixed = np.zeros(size, dtype=np.int64)
        single = np.diff(system.matrix.indptr) == 1
        known = single & (system.low == system.high)
        at = system.matrix.indices[system.matrix.indptr[:-1][known]]
        self._fixed[at] = system.low[known]
        if (self._fixed[at] != system.low[known]).any():
            raise Contradiction
        free = np.ones(size, dtype=bool)
        free[at] = False
        self._free = np.flatnonzero(free)
        rest = system.matrix @ self._fixed
        low, high = system.low - rest, system.high - rest
        matrix = csr_array(system.matrix[:, self._free])
        told = np.diff(matrix.indptr) > 0
        if (low[~told] > 0).any() or (high[~told] < 0).any():
            raise Contradiction
        self._matrix = csr_array(matrix[told])
        self._low, self._high = low[told], high[told]
        if not len(self._free):
            return
        found = self._solve(np.zeros(len(self._free)), whole=True)
        if found.status == _INFEASIBLE:
            raise Contradiction
        self._whole(found)

    def range_of(self, unknowns: Whole) -> Range:
        """Return the range of the sum of `unknowns`."""
        known = int(self._fixed[unknowns].sum())
        cost = np.isin(self._free, unknowns).astype(float)
        if not cost.any():
            return Range(known, known)
        low = self._least(cost)
        if low is None:
            raise Unsolved("a sum of counts has no lower bound")
        least_negative = self._least(-cost)
        return Range(known + low, None if least_negative is None else known - least_negative)

    def _least(self, cost: NDArray[np.float64]) -> int | None:
        """Return the least of `cost @ n`, or `None` where nothing bounds it."""
        relaxed = self._solve(cost, whole=False)
        if relaxed.status != _OPTIMAL:
            # There is a solution, so what is neither solved nor out of time has no bound. A sum
            # of rational rows without a bound has none over the integers either.
            _require_unbounded(relaxed)
            return None
        corner = _rounded(relaxed.x)
        value = int(cost.astype(np.int64) @ corner)
        if self._agree(corner) and value <= relaxed.fun + _SAME * max(1.0, abs(relaxed.fun)):
            return value
        return int(cost.astype(np.int64) @ self._whole(self._solve(cost, whole=True)))

    def _solve(self, cost: NDArray[np.float64], *, whole: bool) -> Any:
        return solve(
            cost,
            integrality=np.full(len(cost), int(whole)),
            bounds=Bounds(0, np.inf),
            constraints=[LinearConstraint(self._matrix, self._low, self._high)]
            if self._matrix.shape[0]
            else [],
            options=_MIP_GAP if whole else None,
        )

    def _whole(self, found: Any) -> Whole:
        if found.status != _OPTIMAL:
            raise Unsolved(str(found.message))
        counts = _rounded(found.x)
        if not self._agree(counts):
            raise Unsolved("the solver's counts do not add up")
        return counts

    def _agree(self, counts: Whole) -> bool:
        sums = self._matrix @ counts
        return bool(
            (counts >= 0).all() and (sums >= self._low).all() and (sums <= self._high).all()
        )


def _rounded(counts: NDArray[np.float64]) -> Whole:
    if (np.abs(counts) > _EXACT).any():
        raise Unsolved("the solver's counts are too large to be whole for certain")
    return np.rint(counts).astype(np.int64)


def _require_unbounded(found: Any) -> None:
    unbounded, one_or_other = 3, 4
    if found.status not in {unbounded, one_or_other}:
        raise Unsolved(str(found.message))
