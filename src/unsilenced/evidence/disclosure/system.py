"""What tables say together: sums over the same unknown counts, each with its bounds.

The unknowns are the counts of the finest cells: every combination of the categories of all
dimensions that the tables have, once for the first release and once for what came between each
release and the next. A published cell, total or not, is a sum over some of them, so tables that
share a margin share it by itself, and an increase over time is a sum too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, eye_array, hstack, vstack

from unsilenced.evidence.disclosure import LARGEST_BASE
from unsilenced.evidence.disclosure.published import PublishedTable, check_dimensions
from unsilenced.evidence.errors import BadInput

MOST_UNKNOWNS = 50_000
"""How many finest cells a system may have; more are refused before memory is asked for."""

Whole: TypeAlias = NDArray[np.int64]
Place: TypeAlias = tuple[int, int]


@dataclass(frozen=True)
class Universe:
    """The unknowns: the categories of each dimension, and the periods between releases."""

    categories: dict[str, tuple[str, ...]]
    periods: int

    @cached_property
    def _numbers(self) -> Whole:
        shape = (self.periods, *map(len, self.categories.values()))
        return np.arange(prod(shape), dtype=np.int64).reshape(shape)

    @cached_property
    def _places(self) -> dict[str, dict[str, int]]:
        return {
            name: {label: at for at, label in enumerate(labels)}
            for name, labels in self.categories.items()
        }

    @property
    def size(self) -> int:
        """How many unknowns there are."""
        return self.periods * prod(map(len, self.categories.values()))

    def summed(self, table: PublishedTable, place: Place, periods: slice) -> Whole:
        """Return the unknowns whose sum is the cell of `table` at `place`."""
        at: dict[str, int | slice] = {}
        every = slice(None)
        for name, labels, index in zip(
            _names(table), (table.rows, table.columns), place, strict=True
        ):
            at[name] = self._places[name][labels[index]] if index < len(labels) else every
        where = (periods, *(at.get(name, every) for name in self.categories))
        return self._numbers[where].ravel()


@dataclass(frozen=True)
class Release:
    """A published table and the periods whose counts it holds.

    `threshold` is that of the gate, of which readers know that it hides no zero and shows nothing
    that is smaller but not zero; `None` where cells may be hidden by any rule.
    """

    table: PublishedTable
    periods: slice
    threshold: int | None = None

    def bounds(self, place: Place) -> tuple[int, int | None]:
        """Return the least and the largest count that the cell by itself can stand for."""
        low, high = self.table.bounds(place)
        if self.threshold is None:
            return low, high
        if high is None:
            return 1, None
        # Rounded counts: what is shown is not small, so it is none or the threshold at least.
        if 0 < low < self.threshold <= high:
            return self.threshold, high
        return low, 0 if low == 0 and high < self.threshold else high


@dataclass(frozen=True)
class System:
    """Whole, not negative unknowns `n` with `low <= matrix @ n <= high`.

    The universe's come first. For each sum that is nothing or not small another follows, which
    is 1 if it is not nothing.
    """

    matrix: csr_array
    low: Whole
    high: NDArray[np.float64]
    """Infinite where nothing is known."""


def universe_of(releases: Sequence[Release], periods: int) -> Universe:
    """Return the unknowns of `releases`.

    Raises `BadInput` where tables stand together that do not say how they are linked, or where
    the categories of the same dimension differ: then nothing can be said about both at once.
    """
    tables = [each.table for each in releases]
    if len(tables) > 1:
        _check_linked(tables)
    categories: dict[str, tuple[str, ...]] = {}
    for table in tables:
        if table.rounded_to > LARGEST_BASE:
            reason = f"is rounded to {table.rounded_to:,}; at most {LARGEST_BASE:,} is audited"
            raise BadInput(reason, file=table.name)
        for name, labels in zip(_names(table), (table.rows, table.columns), strict=True):
            known = categories.setdefault(name, labels)
            if set(known) != set(labels):
                only = ", ".join(sorted(set(known) ^ set(labels)))
                reason = f"{name} has other categories than in a table beside it: {only}"
                raise BadInput(reason, file=table.name)
    universe = Universe(categories, periods)
    if universe.size > MOST_UNKNOWNS:
        reason = f"there would be {universe.size:,} cells to audit; at most {MOST_UNKNOWNS:,}"
        raise BadInput(reason, file=tables[0].name)
    return universe


def system_of(universe: Universe, releases: Sequence[Release]) -> System:
    """Return what `releases` say together."""
    rows = list(_observations(universe, releases))
    told = System(
        matrix=sums_of([unknowns for unknowns, _, _ in rows], universe.size),
        low=np.array([low for _, low, _ in rows], dtype=np.int64),
        high=np.array([np.inf if high is None else high for _, _, high in rows], dtype=float),
    )
    return _with_gaps(told, list(_gaps(universe, releases)))


def sums_of(rows: Sequence[Whole], size: int) -> csr_array:
    """Return the matrix whose every row sums the unknowns of one of `rows`."""
    starts = np.cumsum([0, *map(len, rows)])
    at = np.concatenate(rows) if rows else np.zeros(0, dtype=np.int64)
    ones = np.ones(len(at), dtype=np.int64)
    return csr_array((ones, at, starts), shape=(len(rows), size))


def _observations(
    universe: Universe, releases: Sequence[Release]
) -> Iterator[tuple[Whole, int, int | None]]:
    for release in releases:
        for place in release.table.places():
            low, high = release.bounds(place)
            if low or high is not None:
                yield universe.summed(release.table, place, release.periods), low, high


def _gaps(universe: Universe, releases: Sequence[Release]) -> Iterator[tuple[Whole, int, int]]:
    for release in releases:
        least = release.threshold or 1
        for place in release.table.places():
            low, high = release.bounds(place)
            # A rounded 0 of the gate's that can stand for more stands for the threshold or more.
            if low == 0 and high is not None and 1 < least <= high:
                yield universe.summed(release.table, place, release.periods), least, high


def _with_gaps(told: System, gaps: Sequence[tuple[Whole, int, int]]) -> System:
    """Add to `told` sums that are nothing, or between two numbers: an unknown of 0 or 1 each."""
    if not gaps:
        return told
    height, size = told.matrix.shape
    sums = sums_of([unknowns for unknowns, _, _ in gaps], size)
    least, most = np.array([[least, most] for _, least, most in gaps], dtype=np.int64).T
    number = len(gaps)
    nothing = csr_array((number, size), dtype=np.int64)
    any_of_them = eye_array(number, format="csr", dtype=np.int64)
    return System(
        matrix=vstack(
            [
                hstack([told.matrix, csr_array((height, number), dtype=np.int64)]),
                hstack([sums, any_of_them * -least]),
                hstack([sums, any_of_them * -most]),
                hstack([nothing, any_of_them]),
            ],
            format="csr",
        ),
        low=np.concatenate([told.low, 0 * least, -most, 0 * least]),
        high=np.concatenate([told.high, most - least, 0 * most, np.ones(number)]),
    )


def _names(table: PublishedTable) -> tuple[str, str]:
    rows, columns = table.dimensions
    return rows or "row", columns or "column"


def _check_linked(tables: Sequence[PublishedTable]) -> None:
    for table in tables:
        if not all(table.dimensions):
            reason = (
                "tables that are audited together name their dimensions in the header's first "
                "field, as in borough/offence"
            )
            raise BadInput(reason, file=table.name, row=1)
    check_dimensions((table.name, table.dimensions) for table in tables)
