"""Randomisation inference: how often another choice of treated units would stand out as much.

Few units are treated, so clustered errors may be too small. If the event did nothing, the units
that hosted it are like any others. Then the real set's statistic is like that of any set of as
many units (MacKinnon and Webb 2020, Journal of Econometrics 218:435).
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
    """Of `drawn` sets, out of `sets` in all, `as_far` had a statistic at least as large.

    If the sets were drawn at random, the p-value is (1 + as_far) / (1 + drawn), so that it is
    never 0. If all sets were looked at, including the real one, it is as_far / sets, and exact.
    `observed` is the real set's statistic, `statistics` are those of the drawn sets.
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
        """The smallest possible p-value."""
        return 1 / self.drawn if self.exact else 1 / (1 + self.drawn)


def randomised(
    statistics: Callable[[Truths], Numbers],
    treated: Truths,
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
    progress: Progress = silent,
) -> Randomised:
    """Compare the statistic of the set `treated` with those of other sets of as many units.

    `statistics` takes sets, each a row of booleans. It looks at all sets if there are at most
    `permutations`. Otherwise it draws that many, with a generator that starts at `seed`.
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
