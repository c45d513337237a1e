"""The finest cells: every possible combination of labels, over all dimensions at once.

Where one dimension lies in another, like wards in boroughs, a combination exists only if its
labels occurred together. So tables at two levels are sums over the cells of the finer level.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from unsilenced.evidence.errors import BadInput

MOST_UNKNOWNS = 50_000
"""How many finest cells a system may have; we refuse more before we allocate memory."""

REST = ""
"""Stands for all labels of a dimension that no table lists; no label of a table is empty."""

_MOST_ON_THE_WAY = 5_000_000

Whole: TypeAlias = NDArray[np.int64]
Where: TypeAlias = Mapping[str, Collection[str]]
"""Which people a table is about: in each of these columns they have one of these labels."""

Pairs: TypeAlias = Mapping[tuple[str, str], int]
"""Labels of two columns that occurred together, and the first such release, from 0."""

Together: TypeAlias = Mapping[tuple[str, str], Pairs]
"""The labels that two columns have together, by the columns' names in alphabetical order."""


def lies_in(pairs: Collection[tuple[str, str]]) -> bool:
    """Tell whether most second labels occurred with one first label, or the other way round.

    Then the labels' meaning says which lies in which, and readers know it. A few labels that
    occurred with several, such as two wards with one name, change nothing for the others.

    >>> lies_in([("b1", "w1"), ("b1", "w2"), ("b2", "w3"), ("b2", "w4")])
    True
    >>> lies_in([("b1", "old"), ("b1", "young"), ("b2", "old"), ("b2", "young")])
    False
    """
    for side in (0, 1):
        met: dict[str, int] = {}
        for pair in pairs:
            met[pair[side]] = met.get(pair[side], 0) + 1
        alone = sum(times == 1 for times in met.values())
        if met and 2 * alone >= len(met):
            return True
    return False


@dataclass(frozen=True)
class Universe:
    """The unknowns: the count of each finest cell, and its growth in each later period."""

    categories: Mapping[str, tuple[str, ...]]
    periods: int
    names: tuple[str, ...]
    """The dimensions, in the order of the columns of `codes`."""
    codes: Whole
    """A line for each finest cell: the place of its label among the categories."""
    since: Whole
    """The first period in which somebody can be in each finest cell."""

    @property
    def cells(self) -> int:
        """How many finest cells there are."""
        return len(self.codes)

    @property
    def size(self) -> int:
        """How many unknowns there are."""
        return self.periods * self.cells

    @cached_property
    def _places(self) -> dict[str, dict[str, int]]:
        return {
            name: {label: at for at, label in enumerate(labels)}
            for name, labels in self.categories.items()
        }

    @cached_property
    def nobody(self) -> Whole:
        """The unknowns of combinations that occurred only later: nobody was in them yet."""
        periods = np.arange(self.periods)[:, None]
        return np.flatnonzero((periods < self.since[None, :]).ravel())

    def having(self, name: str, labels: Collection[str]) -> NDArray[np.bool_]:
        """Return which finest cells have one of `labels`."""
        wanted = np.zeros(len(self.categories[name]), dtype=bool)
        wanted[[self._places[name][label] for label in labels]] = True
        return wanted[self.codes[:, self.names.index(name)]]

    def of(self, where: Where) -> NDArray[np.bool_]:
        """Return which finest cells hold the people that `where` names."""
        found = np.ones(self.cells, dtype=bool)
        for name, labels in where.items():
            found &= self.having(name, labels)
        return found

    def unknowns(self, cells: NDArray[np.bool_], periods: slice) -> Whole:
        """Return the unknowns that add up to the count of some finest cells, over `periods`."""
        at = np.flatnonzero(cells)
        return np.concatenate(
            [
                np.zeros(0, dtype=np.int64),
                *(
                    at[self.since[at] <= period] + period * self.cells
                    for period in range(self.periods)[periods]
                ),
            ]
        )


def universe_over(
    categories: Mapping[str, tuple[str, ...]], periods: int, together: Together, file: str
) -> Universe:
    """Return the unknowns over all dimensions; raise `BadInput` if they are too many to audit."""
    known = {names: pairs for names, pairs in together.items() if lies_in(pairs)}
    names: tuple[str, ...] = ()
    codes, since = np.zeros((1, 0), dtype=np.int64), np.zeros(1, dtype=np.int64)
    left = list(categories)
    while left:
        grown = {
            name: sum(1 for other in names if tuple(sorted((name, other))) in known)
            for name in left
        }
        name = max(left, key=lambda each: (grown[each], -len(categories[each])))
        left.remove(name)
        _check_size(periods, len(codes) * len(categories[name]), _MOST_ON_THE_WAY, file)
        new = np.tile(np.arange(len(categories[name])), len(codes))
        codes = np.column_stack([np.repeat(codes, len(categories[name]), axis=0), new])
        since = np.repeat(since, len(categories[name]))
        for at, other in enumerate(names):
            first = _first(known, other, name, categories)
            if first is not None:
                met = first[codes[:, at], new]
                codes, since, new, met = (each[met >= 0] for each in (codes, since, new, met))
                since = np.maximum(since, met)
        names = (*names, name)
    _check_size(periods, len(codes), MOST_UNKNOWNS, file)
    return Universe(categories, periods, names, codes, np.minimum(since, periods - 1))


def _check_size(periods: int, cells: int, most: int, file: str) -> None:
    if periods * cells > most:
        reason = (
            f"there would be {periods * cells:,} cells to audit; at most {MOST_UNKNOWNS:,}: "
            "cross broader categories, or fewer dimensions in one ledger"
        )
        raise BadInput(reason, file=file)


def _first(
    known: Together, one: str, other: str, categories: Mapping[str, tuple[str, ...]]
) -> Whole | None:
    """Return when each label of `one` first occurred with each of `other`; -1 for never."""
    names = (one, other) if one < other else (other, one)
    if names not in known:
        return None
    places = [{label: at for at, label in enumerate(categories[name])} for name in names]
    found = np.full([len(categories[name]) for name in names], -1, dtype=np.int64)
    for labels, release in known[names].items():
        row, column = (
            place.get(label, place.get(REST)) for place, label in zip(places, labels, strict=True)
        )
        if row is not None and column is not None:
            before = int(found[row, column])
            found[row, column] = release if before < 0 else min(release, before)
    # A label that occurred with nothing, such as one that nobody has, may be anywhere.
    for axis in (0, 1):
        alone = (found < 0).all(axis=axis)
        found[(slice(None), alone) if axis == 0 else (alone, slice(None))] = 0
    return found if names == (one, other) else found.T
