"""The smallest and the largest count that a cell can have, given everything published.

Linear programmes over the real numbers come first (HiGHS). One two-way table with its totals is
a flow in a network. Its matrix is totally unimodular, so the simplex method returns corners that
are whole, and we need nothing more. For linked tables the solution may not be whole; then we solve
the same programme over the integers.

For every finite bound there are whole counts, and we have checked in integer arithmetic that they
agree with the published sums. So no range is wider than the truth, whatever tolerances a solver
has: a table called safe is safe.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint
from scipy.sparse import csr_array

from unsilenced.evidence.disclosure.cells import Whole
from unsilenced.evidence.disclosure.solver import solve
from unsilenced.evidence.disclosure.system import System
from unsilenced.evidence.errors import BadInput

_OPTIMAL = 0
_INFEASIBLE = 2
_SAME = 1e-6
_EXACT = 2**53
_FEWEST_KEPT = 64
_MOST_KEPT = 1000
_KEPT_COUNTS = 4_000_000
_MIP_GAP = {"mip_rel_gap": 0.0}


class Contradiction(ValueError):  # noqa: N818 - it is the tables that contradict each other
    """No counts agree with everything published."""


class Unsolved(BadInput):
    """The solver gave no answer that stands up to integer arithmetic, so nothing is known."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"this cannot be audited: {reason}")


@dataclass(frozen=True, slots=True)
class Range:
    """The smallest and the largest count of a cell; `high` is `None` if nothing bounds it."""

    low: int
    high: int | None

    @property
    def exact(self) -> bool:
        """Whether readers can work out the count."""
        return self.low == self.high

    def narrower_than(self, width: int) -> bool:
        """Tell whether the ends are fewer than `width` apart."""
        return self.high is not None and self.high - self.low < width


class Completions:
    """All whole, non-negative counts that agree with a system.

    It keeps the completions found for one question. They answer many others, because each proves
    that the counts are possible. `known` are some that may also agree with the system. Raises
    `Contradiction` if there are no such counts.
    """

    def __init__(self, system: System, known: Sequence[Whole] = ()) -> None:
        size = system.matrix.shape[1]
        self._most_kept = min(max(_FEWEST_KEPT, _KEPT_COUNTS // max(size, 1)), _MOST_KEPT)
        self._asked: dict[bytes, Range] = {}
        self._kept = [each for each in known if len(each) == size and _agrees(system, each)]
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
        if not len(self._free) or self._kept:
            self._kept = self._kept or [self._fixed]
            return
        found = self._solve(np.zeros(len(self._free)), whole=True)
        if found.status == _INFEASIBLE:
            raise Contradiction
        self._keep(self._whole(found))

    @property
    def kept(self) -> Sequence[Whole]:
        """The completions found so far; always at least one."""
        return self._kept

    def can_differ_by(self, unknowns: Whole, width: int) -> bool:
        """Tell whether two kept completions differ by `width` in the sum of `unknowns`."""
        sums = [int(each[unknowns].sum()) for each in self._kept]
        return max(sums) - min(sums) >= width

    def look_about(self, number: int) -> None:
        """Find completions that differ from each other, until there are about `number`."""
        lots = np.random.default_rng(1)
        for _ in range(number - len(self._kept) if len(self._free) else 0):
            self._least(lots.integers(0, 4, len(self._free)).astype(float))

    def range_of(self, unknowns: Whole, least: int = 0) -> Range:
        """Return the range of the sum of `unknowns`, which we know is at least `least`."""
        key = unknowns.tobytes()
        if key not in self._asked:
            self._asked[key] = self._range_of(unknowns, least)
        return self._asked[key]

    def _range_of(self, unknowns: Whole, least: int) -> Range:
        known = int(self._fixed[unknowns].sum())
        cost = np.isin(self._free, unknowns).astype(float)
        if not cost.any():
            return Range(known, known)
        found = min(int(each[unknowns].sum()) for each in self._kept)
        low = found - known if found <= least else self._least(cost)
        if low is None:
            raise Unsolved("a sum of counts has no lower bound")
        least_negative = self._least(-cost)
        return Range(known + low, None if least_negative is None else known - least_negative)

    def _least(self, cost: NDArray[np.float64]) -> int | None:
        """Return the minimum of `cost @ n`, or `None` if nothing bounds it."""
        relaxed = self._solve(cost, whole=False)
        if relaxed.status != _OPTIMAL:
            # There is a solution. So if the solver neither solved it nor ran out of time, it has no
            # bound. A sum of rational rows without a bound has none over the integers either.
            _require_unbounded(relaxed)
            return None
        corner = _rounded(relaxed.x)
        value = int(cost.astype(np.int64) @ corner)
        if self._agree(corner) and value <= relaxed.fun + _SAME * max(1.0, abs(relaxed.fun)):
            self._keep(corner)
            return value
        whole = self._whole(self._solve(cost, whole=True))
        self._keep(whole)
        return int(cost.astype(np.int64) @ whole)

    def _keep(self, counts: Whole) -> None:
        whole = self._fixed.copy()
        whole[self._free] = counts
        self._kept.append(whole)
        # We found the first half before we knew most questions.
        if len(self._kept) > self._most_kept:
            del self._kept[1 : self._most_kept // 2]

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


def _agrees(system: System, counts: Whole) -> bool:
    sums = system.matrix @ counts
    return bool((sums >= system.low).all() and (sums <= system.high).all())


def _rounded(counts: NDArray[np.float64]) -> Whole:
    if (np.abs(counts) > _EXACT).any():
        raise Unsolved("the solver's counts are too large to be whole for certain")
    return np.rint(counts).astype(np.int64)


def _require_unbounded(found: Any) -> None:
    unbounded, one_or_other = 3, 4
    if found.status not in {unbounded, one_or_other}:
        raise Unsolved(str(found.message))
