"""Complementary suppression: which further cells to hide, so that no hidden one can be worked out.

For one count after the other that can be worked out too closely, a mixed-integer programme finds
the cells to hide with it: two ways to complete the table that are far enough apart at that count,
and that differ from what is published only where cells are hidden, at the least sum of hidden
counts (the attackers' problems of Fischetti and Salazar, 2001, taken one by one). Then every cell
that was hidden for another's sake is shown again if the audit allows it. The sum is least for each
step, not over all steps.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint
from scipy.sparse import block_diag, csr_array, eye_array, hstack, vstack

from unsilenced.evidence.disclosure.audit import Ledger, Rule, Target, completions_of
from unsilenced.evidence.disclosure.counts import Counts
from unsilenced.evidence.disclosure.published import PublishedTable
from unsilenced.evidence.disclosure.ranges import Completions
from unsilenced.evidence.disclosure.solver import solve
from unsilenced.evidence.disclosure.system import (
    Place,
    Universe,
    sums_of,
    system_of,
)
from unsilenced.evidence.progress import Stage, unseen


@dataclass(frozen=True)
class Hiding:
    """A table whose cells are to be hidden, and what it must stand up to."""

    counts: Counts
    ledger: Ledger
    rule: Rule
    rounded_to: int

    def enough(self, small: frozenset[Place], stage: Stage = unseen) -> frozenset[Place] | None:
        """Return `small` and the cells to hide with them, or `None` if hiding cannot help."""
        progress = stage("Hiding")
        universe = self.ledger.universe(self._draft(small))
        hidden = small
        settled: set[tuple[object, ...]] = set()
        while (target := self._unsafe(universe, hidden, settled)) is not None:
            more = self._widen(universe, hidden, target)
            if not more:
                return None
            hidden |= more
            progress(len(settled), len(settled) + len(hidden))
        progress = stage("Showing again")
        further = sorted(hidden - small, key=self.counts.at, reverse=True)
        for done, place in enumerate(further, start=1):
            without = hidden - {place}
            if self._unsafe(universe, without, set(), near=place) is None:
                hidden = without
            progress(done, len(further))
        return hidden

    def _draft(self, hidden: frozenset[Place]) -> PublishedTable:
        return self.counts.published(hidden, self.rounded_to)

    def _unsafe(
        self,
        universe: Universe,
        hidden: frozenset[Place],
        settled: set[tuple[object, ...]],
        near: Place = (0, 0),
    ) -> Target | None:
        """Return the first count that gives too much away, of those that are not settled.

        What is wide enough stays so when more is hidden, and is settled.
        """
        draft = self._draft(hidden)
        completions: Completions | None = None
        for target in sorted(
            self.ledger.targets(universe, draft), key=lambda each: _far(each, near)
        ):
            key = self._key(target, hidden, draft)
            if key in settled:
                continue
            completions = completions or completions_of(universe, self.ledger.releases(draft))
            if target.unsafe(completions.range_of(target.unknowns), self.rule):
                return target
            settled.add(key)
        return None

    def _key(
        self, target: Target, hidden: frozenset[Place], draft: PublishedTable
    ) -> tuple[object, ...]:
        own = target.table is draft
        since = None if target.since is None else id(target.since)
        return own or id(target.table), since, target.place, own and target.place in hidden

    def _widen(
        self, universe: Universe, hidden: frozenset[Place], target: Target
    ) -> frozenset[Place]:
        """Return the cells whose hiding makes the range of `target` wide enough, or none."""
        draft = self._draft(hidden)
        # A zero that readers know must be zero would hide nothing, so no zero is hidden.
        places = [
            each for each in self.counts.places() if each not in hidden and self.counts.at(each)
        ]
        if not places:
            return frozenset()
        # What must hold whichever cells are hidden.
        rest = system_of(universe, self.ledger.releases(self._draft(hidden.union(places))))
        height, size = rest.matrix.shape
        nothing, width = csr_array((height, len(places))), self._width(target)
        shown = sums_of([universe.summed(draft, each, slice(None)) for each in places], size)
        own, *_ = self.ledger.releases(draft)
        low, high = np.array([own.bounds(each) for each in places], dtype=float).T
        slack = eye_array(len(places), format="csr") * (2 * width)
        apart = np.zeros(2 * size + len(places))
        apart[target.unknowns] = 1
        apart[size + target.unknowns] = -1
        found = solve(
            np.concatenate([np.zeros(2 * size), [self.counts.at(each) for each in places]]),
            integrality=np.ones(2 * size + len(places)),
            bounds=Bounds(0, np.concatenate([np.full(2 * size, np.inf), np.ones(len(places))])),
            constraints=[
                LinearConstraint(
                    _twice(rest.matrix, nothing), np.tile(rest.low, 2), np.tile(rest.high, 2)
                ),
                LinearConstraint(_twice(shown, -slack), -np.inf, np.tile(high, 2)),
                LinearConstraint(_twice(shown, slack), np.tile(low, 2), np.inf),
                LinearConstraint(apart[None, :], width, np.inf),
            ],
        )
        if found.x is None:
            return frozenset()
        chosen = found.x[2 * size :] > 1 / 2
        return frozenset(each for each, taken in zip(places, chosen, strict=True) if taken)

    def _width(self, target: Target) -> int:
        if target.since is not None:
            return self.rule.width
        return self.rule.needed(target)


def _twice(matrix: csr_array, beside: csr_array) -> csr_array:
    """Return the same rows for each of two ways to complete the table, and for what is beside."""
    return hstack([block_diag([matrix, matrix]), vstack([beside, beside])], format="csr")


def _far(target: Target, near: Place) -> bool:
    return target.place[0] != near[0] and target.place[1] != near[1]
