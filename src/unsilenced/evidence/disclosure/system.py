"""What tables say together: sums over the same unknown counts, each with bounds.

The unknowns are the counts of the finest cells: every combination of the categories of all
dimensions that the tables have. There is one count for the first release, and one for the growth
between each release and the next. A published cell, total or not, is a sum over some unknowns. So
tables that share a margin share its unknowns. An increase over time is a sum too, and so is a cell
of a coarser level, or of a table of only some people.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, eye_array, hstack, vstack

from unsilenced.evidence.disclosure import LARGEST_BASE
from unsilenced.evidence.disclosure.cells import (
    REST,
    Together,
    Universe,
    Where,
    Whole,
    universe_over,
)
from unsilenced.evidence.disclosure.published import PublishedTable, check_dimensions
from unsilenced.evidence.errors import BadInput

Place: TypeAlias = tuple[int, int]


@dataclass(frozen=True)
class Release:
    """A published table, the periods whose counts it holds, and which people it is about.

    `threshold` is the gate's: readers know that the gate hides no zero and shows no other count
    below it. It is `None` if cells may be hidden by any rule. `whole` is `False` if the table
    shares with the others only the number of people in all.
    """

    table: PublishedTable
    periods: slice
    threshold: int | None = None
    where: Where = field(default_factory=dict)
    whole: bool = True

    def bounds(self, place: Place) -> tuple[int, int | None]:
        """Return the smallest and the largest count that the cell by itself can stand for."""
        low, high = self.table.bounds(place)
        if self.threshold is None:
            return low, high
        if high is None:
            return 1, None
        # Rounded counts: the shown counts are not small, so they are 0 or at least the threshold.
        if 0 < low < self.threshold <= high:
            return self.threshold, high
        return low, 0 if low == 0 and high < self.threshold else high

    def places(self) -> tuple[Place, ...]:
        """Return the place of every cell that says something about the other tables, row by row."""
        every = self.table.places()
        return every if self.whole else every[-1:]

    def dimensions(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the names of rows and columns, with their categories."""
        if self.whole:
            rows, columns = self.table.dimensions
            yield rows or "row", self.table.rows
            yield columns or "column", self.table.columns

    def cells(self, universe: Universe, place: Place) -> NDArray[np.bool_]:
        """Return the finest cells whose counts add up to the cell at `place`."""
        found = universe.of(self.where)
        for (name, labels), at in zip(self.dimensions(), place, strict=False):
            if at < len(labels):
                found &= universe.having(name, [labels[at]])
        return found

    def summed(self, universe: Universe, place: Place) -> Whole:
        """Return the unknowns whose sum is the cell at `place`."""
        return universe.unknowns(self.cells(universe, place), self.periods)

    def unlisted(self, universe: Universe) -> Whole:
        """Return the unknowns of categories that the table does not list: nobody is in them."""
        missing = np.zeros(universe.cells, dtype=bool)
        for name, labels in self.dimensions():
            missing |= ~universe.having(name, labels)
        return universe.unknowns(missing & universe.of(self.where), self.periods)


@dataclass(frozen=True)
class System:
    """Whole, non-negative unknowns `n` with `low <= matrix @ n <= high`.

    The universe's unknowns come first. For each sum that is either 0 or not small, another unknown
    follows. It is 1 if the sum is not 0.
    """

    matrix: csr_array
    low: Whole
    high: NDArray[np.float64]
    """Infinite where we know nothing."""


def universe_of(
    releases: Sequence[Release],
    periods: int,
    same: int,
    together: Together | None = None,
    known: Mapping[str, Collection[str]] | None = None,
) -> Universe:
    """Return the unknowns of `releases`.

    The first `same` of them are about the same people at the same time. `together` and `known` are
    what we know about labels, even if no table lists these. Raises `BadInput` if the tables do not
    say how they are linked, or if tables of the same people have different categories: then we
    cannot reason about both at once.
    """
    tables = [each.table for each in releases if each.whole]
    if len(tables) > 1:
        _check_linked(tables)
    for table in tables:
        if table.rounded_to > LARGEST_BASE:
            reason = f"is rounded to {table.rounded_to:,}; at most {LARGEST_BASE:,} is audited"
            raise BadInput(reason, file=table.name)
    _check_categories(releases[:same])
    listed: dict[str, dict[str, None]] = {}
    for name, labels in (each for release in releases for each in release.dimensions()):
        listed.setdefault(name, {}).update(dict.fromkeys(labels))
    for release in releases if listed else ():
        for name, chosen in release.where.items():
            nobody_else = {} if name in (known or {}) else {REST: None}
            listed.setdefault(name, nobody_else).update(dict.fromkeys(sorted(chosen)))
    for name, met in (known or {}).items():
        if name in listed and not listed[name].keys() >= set(met):
            listed[name][REST] = None
    categories = {name: tuple(labels) for name, labels in listed.items()}
    return universe_over(categories, periods, together or {}, tables[0].name)


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
        for place in release.places():
            low, high = release.bounds(place)
            if low or high is not None:
                yield release.summed(universe, place), low, high
        nobody = release.unlisted(universe)
        if len(nobody):
            yield nobody, 0, 0
    if len(universe.nobody):
        yield universe.nobody, 0, 0


def _gaps(universe: Universe, releases: Sequence[Release]) -> Iterator[tuple[Whole, int, int]]:
    for release in releases:
        least = release.threshold or 1
        for place in release.places():
            low, high = release.bounds(place)
            # A rounded 0 from the gate stands for 0, or else for the threshold or more.
            if low == 0 and high is not None and 1 < least <= high:
                yield release.summed(universe, place), least, high


def _with_gaps(told: System, gaps: Sequence[tuple[Whole, int, int]]) -> System:
    """Add to `told` sums that are 0 or between two numbers, each with an unknown of 0 or 1."""
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


def _check_categories(releases: Sequence[Release]) -> None:
    first: dict[str, tuple[str, ...]] = {}
    for release in releases:
        for name, labels in release.dimensions():
            known = first.setdefault(name, labels)
            if set(known) != set(labels):
                only = ", ".join(sorted(set(known) ^ set(labels)))
                reason = f"{name} has other categories than in a table beside it: {only}"
                raise BadInput(reason, file=release.table.name)


def _check_linked(tables: Sequence[PublishedTable]) -> None:
    for table in tables:
        if not all(table.dimensions):
            reason = (
                "tables that are audited together name their dimensions in the header's first "
                "field, as in borough/offence"
            )
            raise BadInput(reason, file=table.name, row=1)
    check_dimensions((table.name, table.dimensions) for table in tables)
