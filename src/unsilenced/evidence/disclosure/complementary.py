"""Complementary suppression: which more cells to hide, so that nobody can work out a hidden one.

It takes one by one the counts that readers can work out too closely. For each, a mixed-integer
programme finds the cells to hide with it. It looks for two ways to complete the table that are far
enough apart at that count, and that differ from what is published only at hidden cells, with the
smallest sum of hidden counts (the attackers' problems of Fischetti and Salazar, 2001, one by one).
Then it shows again every cell that it hid to protect another, if the audit allows that. The sum is
smallest for each step, not over all steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint
from scipy.sparse import block_diag, csr_array, eye_array, hstack, vstack

from unsilenced.evidence.disclosure.audit import Ledger, Rule, Target, completions_of
from unsilenced.evidence.disclosure.cells import Universe, Whole
from unsilenced.evidence.disclosure.counts import Counts
from unsilenced.evidence.disclosure.published import PublishedTable
from unsilenced.evidence.disclosure.solver import solve
from unsilenced.evidence.disclosure.system import Place, System, sums_of, system_of
from unsilenced.evidence.progress import Stage, unseen

_LOOKS: Final = 4
"""About how many completions to find before the first question."""


@dataclass(frozen=True)
class Hiding:
    """A table whose cells we must hide, and the rule and ledger that it must satisfy."""

    counts: Counts
    ledger: Ledger
    rule: Rule
    rounded_to: int

    def enough(self, small: frozenset[Place], stage: Stage = unseen) -> frozenset[Place] | None:
        """Return `small` and the cells to hide with it, or `None` if hiding cannot help."""
        progress = stage("Hiding")
        universe = self.ledger.universe(self._draft(small))
        hidden, steps = small, 0
        found: Sequence[Whole] = ()
        while True:
            target, found = self._unsafe(universe, hidden, found)
            if target is None:
                break
            more = self._widen(universe, hidden, target)
            if not more:
                return None
            hidden |= more
            steps += 1
            progress(steps, len(self.counts.places()))
        progress = stage("Showing again")
        further = sorted(hidden - small, key=self.counts.at, reverse=True)
        for done, place in enumerate(further, start=1):
            target, more_found = self._unsafe(universe, hidden - {place}, found, near=place)
            if target is None:
                hidden, found = hidden - {place}, more_found
            progress(done, len(further))
        return hidden

    def _draft(self, hidden: frozenset[Place]) -> PublishedTable:
        return self.counts.published(hidden, self.rounded_to)

    def _unsafe(
        self,
        universe: Universe,
        hidden: frozenset[Place],
        found: Sequence[Whole],
        near: Place = (0, 0),
    ) -> tuple[Target | None, Sequence[Whole]]:
        """Return the first count that gives too much away, and the completions found meanwhile.

        `found` are completions that may agree: those of a table that hides less, and many of
        another table's.
        """
        draft = self._draft(hidden)
        completions = completions_of(universe, self.ledger.releases(draft), found)
        completions.look_about(_LOOKS)
        targets = sorted(self.ledger.cells(universe, draft), key=lambda each: _far(each, near))
        for target in targets:
            if completions.can_differ_by(target.unknowns, self.rule.needed(target)):
                continue
            if target.unsafe(completions.range_of(target.unknowns, target.least), self.rule):
                return target, completions.kept
        for target, _ in self.ledger.groups(universe, draft, completions, self.rule):
            return target, completions.kept
        return None, completions.kept

    def _widen(
        self, universe: Universe, hidden: frozenset[Place], target: Target
    ) -> frozenset[Place]:
        """Return the cells to hide so that the range of `target` is wide enough, or none."""
        draft = self._draft(hidden)
        # Hiding a zero that readers know must be zero hides nothing, so we hide no zero.
        places = [
            each for each in self.counts.places() if each not in hidden and self.counts.at(each)
        ]
        if not places:
            return frozenset()
        # These constraints hold for any choice of hidden cells.
        rest = system_of(universe, self.ledger.releases(self._draft(hidden.union(places))))
        own, *_ = self.ledger.releases(draft)
        choice = _Choice(
            rest,
            sums_of([own.summed(universe, each) for each in places], rest.matrix.shape[1]),
            np.array([own.bounds(each) for each in places], dtype=float),
            np.array([self.counts.at(each) for each in places], dtype=float),
            2 * max(self.rule.needed(target), self.rule.threshold),
        )
        ways = [choice.fewest(*way) for way in self._ways(target, rest.matrix.shape[1])]
        chosen = min((way for way in ways if way is not None), key=lambda way: way[0], default=None)
        if chosen is None:
            return frozenset()
        return frozenset(each for each, taken in zip(places, chosen[1], strict=True) if taken)

    def _ways(
        self, target: Target, size: int
    ) -> Iterator[tuple[NDArray[np.float64], float, float]]:
        """Yield the sums that one completion, or two together, must reach for it to be safe."""
        of_one = np.zeros(size)
        of_one[target.unknowns] = 1
        needed = self.rule.needed(target)
        if target.is_group:
            yield of_one, self.rule.threshold, np.inf
            yield of_one, 0, 0
        if not target.is_group or needed < self.rule.threshold:
            yield np.concatenate([of_one, -of_one]), needed, np.inf


@dataclass(frozen=True)
class _Choice:
    """Which shown cells to hide, so that there are completions that readers cannot rule out."""

    rest: System
    """The constraints that hold for any choice of hidden cells."""
    shown: csr_array
    """The sums that the cells publish."""
    bounds: NDArray[np.float64]
    people: NDArray[np.float64]
    slack: int
    """How far a hidden cell may be from its count; it never needs more."""

    def fewest(
        self, way: NDArray[np.float64], low: float, high: float
    ) -> tuple[float, NDArray[np.bool_]] | None:
        """Return the fewest people, and the cells, to hide so that `way` is within its bounds."""
        number, size = self.shown.shape
        copies = len(way) // size
        nothing = csr_array((self.rest.matrix.shape[0], number))
        slack = eye_array(number, format="csr") * self.slack
        least, most = self.bounds.T
        unknowns = copies * size
        found = solve(
            np.concatenate([np.zeros(unknowns), self.people]),
            integrality=np.ones(unknowns + number),
            bounds=Bounds(0, np.concatenate([np.full(unknowns, np.inf), np.ones(number)])),
            constraints=[
                LinearConstraint(
                    _beside(self.rest.matrix, nothing, copies),
                    np.tile(self.rest.low, copies),
                    np.tile(self.rest.high, copies),
                ),
                LinearConstraint(
                    _beside(self.shown, -slack, copies), -np.inf, np.tile(most, copies)
                ),
                LinearConstraint(
                    _beside(self.shown, slack, copies), np.tile(least, copies), np.inf
                ),
                LinearConstraint(np.concatenate([way, np.zeros(number)])[None, :], low, high),
            ],
        )
        return None if found.x is None else (float(found.fun), found.x[unknowns:] > 1 / 2)


def _beside(matrix: csr_array, beside: csr_array, copies: int) -> csr_array:
    """Return the same rows for each way to complete the table, and for what stands beside it."""
    return hstack([block_diag([matrix] * copies), vstack([beside] * copies)], format="csr")


def _far(target: Target, near: Place) -> bool:
    return target.place[0] != near[0] and target.place[1] != near[1]
