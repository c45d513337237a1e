"""Randomisation inference: how often another choice of treated units would look as much.

Few units are treated, so what clustered errors say may be too sure. If the event did nothing, the
units that hosted it are like any others, and the statistic of the real set is one of those of
all sets of as many units (MacKinnon and Webb 2020, Journal of Econometrics 218:435).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import combinations, islice
from math import comb

import numpy as np

from unsilenced.evidence.events.panel import Numbers, Truths
from unsilenced.evidence.progress import Progress, silent

PERMUTATIONS = 9_999
SEED = 1

_BATCH = 500
_AS_FAR = 1 - 1e-9


@dataclass(frozen=True, slots=True)
class Randomised:
    """Of `drawn` sets of `sets` there are, `as_far` had a statistic at least as large.

    Drawn at random, the p-value is (1 + as_far) / (1 + drawn), so that it is never 0; where all
    sets were looked at, the real one among them, it is as_far / sets, and exact. `observed` is
    the real set's statistic, `statistics` are those of the drawn.
    """

    exact: bool
    sets: int
    drawn: int
    as_far: int
    observed: float = field(compare=False)
    statistics: Numbers = field(repr=False, compare=False)

    @property
    def p_value(self) -> float:
        """How often chance alone gives as much."""
        return self.as_far / self.drawn if self.exact else (1 + self.as_far) / (1 + self.drawn)

    @property
    def least(self) -> float:
        """The least p-value that there could have been."""
        return 1 / self.drawn if self.exact else 1 / (1 + self.drawn)


def randomised(
    statistics: Callable[[Truths], Numbers],
    treated: Truths,
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
    progress: Progress = silent,
) -> Randomised:
    """Compare the statistic of the set `treated` with those of other sets of as many units.

    `statistics` takes sets, a row of truths each. All sets are looked at where there are no more
    than `permutations`; else so many are drawn, by a generator that starts at `seed`.
    """
    units, number = len(treated), int(treated.sum())
    sets = comb(units, number)
    exact = sets <= permutations
    observed = float(statistics(treated[None])[0])
    batches = _all(units, number) if exact else _drawn(units, number, permutations, seed)
    found = np.empty(min(sets, permutations))
    drawn = 0
    for batch in batches:
        found[drawn : drawn + len(batch)] = statistics(batch)
        drawn += len(batch)
        progress(drawn, len(found))
    as_far = int((found >= observed * _AS_FAR).sum())
    return Randomised(exact, sets, drawn, as_far, observed, found)


def _all(units: int, number: int) -> Iterator[Truths]:
    every = combinations(range(units), number)
    while chosen := list(islice(every, _BATCH)):
        batch = np.zeros((len(chosen), units), dtype=bool)
        np.put_along_axis(batch, np.array(chosen), values=True, axis=1)
        yield batch


def _drawn(units: int, number: int, permutations: int, seed: int) -> Iterator[Truths]:
    random = np.random.default_rng(seed)
    first = np.arange(units) < number
    for begin in range(0, permutations, _BATCH):
        rows = min(_BATCH, permutations - begin)
        yield random.permuted(np.tile(first, (rows, 1)), axis=1)
