"""Groups of a few people that readers must not know of, even if no table has them as a cell.

A group is a cell of the crossing of two dimensions, a margin, any union of the cells of one row or
one column of it, or a finest cell. It is a group of all people, of the people of one release, or of
everybody else; at one release, or of those who came between two. It is known too well if readers
can be certain that it is somebody, fewer than the threshold, in a range narrower than the rule's
width.

There are too many unions to check each one. Every kept completion rules out the unions in which it
has nobody, or as many people as the threshold. Two completions rule out the unions in which they
differ by the width. A small programme finds a union that is left. If this union is not known too
well after all, the completions that show this rule it out too, and the programme runs again. So the
answer is the same as if we had checked all unions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint
from scipy.sparse import csr_array

from unsilenced.evidence.disclosure.cells import REST, Universe, Where, Whole
from unsilenced.evidence.disclosure.published import TOTAL
from unsilenced.evidence.disclosure.ranges import Completions, Range
from unsilenced.evidence.disclosure.solver import solve

OR = " or "
_FEW_CELLS: Final = 9
"""For up to this many cells we try all unions, which is faster than an integer programme."""


@dataclass(frozen=True)
class Few:
    """How many people make a group that readers must not know of: 1 to `most`, within `width`."""

    most: int
    width: int

    def known(self, found: Range) -> bool:
        """Tell whether a range makes certain that there are some people, but few, and how few."""
        few = found.high is not None and found.high <= self.most
        return few and found.low > 0 and found.narrower_than(self.width)


@dataclass(frozen=True)
class Group:
    """A group that is known too well: its name, its unknowns, and their range."""

    names: tuple[str, str]
    unknowns: Whole
    range: Range


@dataclass(frozen=True)
class People:
    """The people whose groups we check: some of the finest cells, over some of the periods."""

    cells: NDArray[np.bool_]
    periods: slice
    of: str = ""


def people_of(universe: Universe, wheres: Sequence[Where]) -> list[tuple[NDArray[np.bool_], str]]:
    """Return all people, those that each of `wheres` names, and everybody except those."""
    found = [(np.ones(universe.cells, dtype=bool), "")]
    seen = {found[0][0].tobytes()}
    for where in wheres:
        some = universe.of(where) if where.keys() <= set(universe.names) else found[0][0]
        said = ", ".join(f"{name} {OR.join(labels)}" for name, labels in where.items())
        for cells, of in ((some, f" of {said}"), (~some, f" of all but {said}")):
            if cells.any() and cells.tobytes() not in seen:
                seen.add(cells.tobytes())
                found.append((cells, of))
    return found


@dataclass(frozen=True)
class Groups:
    """The groups of some people, and which of them are known too well."""

    universe: Universe
    completions: Completions
    people: People
    few: Few

    def crossed(self, dimensions: Sequence[str]) -> Iterator[Group]:
        """Yield the groups that are known too well in the crossing of any two dimensions.

        For each row and column these are single cells, or else one union, if there is any.
        """
        for two in combinations(dimensions, 2) if self.few.most else ():
            yield from self._in_crossing(two)

    def finest(self) -> Iterator[Group]:
        """Yield the finest cells that are known too well."""
        universe, people = self.universe, self.people
        for at in _suspects(self._counts(), self.few):
            cell = np.arange(universe.cells) == at
            unknowns = universe.unknowns(cell & people.cells, people.periods)
            found = self.completions.range_of(unknowns)
            if self.few.known(found):
                first, *others = (
                    f"{name} {_label(universe, name, int(code))}"
                    for name, code in zip(universe.names, universe.codes[at], strict=True)
                )
                yield Group((first, ", ".join(others) + people.of), unknowns, found)

    def _counts(self) -> Whole:
        """Return the counts of the finest cells in each kept completion."""
        universe = self.universe
        kept = np.array([each[: universe.size] for each in self.completions.kept])
        by_period = kept.reshape(len(kept), universe.periods, universe.cells)
        found: Whole = by_period[:, self.people.periods].sum(axis=1) * self.people.cells
        return found

    def _in_crossing(self, two: tuple[str, ...]) -> Iterator[Group]:
        universe, people = self.universe, self.people
        codes = [universe.codes[:, universe.names.index(name)] for name in two]
        shape = [len(universe.categories[name]) for name in two]
        cells = np.arange(universe.cells)
        crossing = csr_array(
            (np.ones(len(cells), dtype=np.int64), (cells, codes[0] * shape[1] + codes[1])),
            shape=(len(cells), shape[0] * shape[1]),
        )
        counts = self._counts()
        crossed = (counts @ crossing).reshape(len(counts), *shape)
        for axis in (0, 1):
            across = crossed if axis == 0 else crossed.transpose(0, 2, 1)
            lines = np.concatenate([across, across.sum(axis=1, keepdims=True)], axis=1)
            for at in _suspicious(lines, self.few):
                is_total = at == shape[axis]
                of_line = people.cells if is_total else people.cells & (codes[axis] == at)
                parts = [
                    universe.unknowns(of_line & (codes[1 - axis] == label), people.periods)
                    for label in range(shape[1 - axis])
                ]
                named = TOTAL if is_total else _label(universe, two[axis], at)
                for chosen, found in _Line(self.completions, parts, self.few).groups():
                    labels = OR.join(_label(universe, two[1 - axis], each) for each in chosen)
                    names = [f"{two[axis]} {named}", f"{two[1 - axis]} {labels}"]
                    row, column = names if axis == 0 else names[::-1]
                    unknowns = np.concatenate([parts[each] for each in chosen])
                    yield Group((row, column + people.of), unknowns, found)


def _suspects(counts: Whole, few: Few) -> list[int]:
    """Return the columns that these completions do not rule out as known too well."""
    low, high = counts.min(axis=0), counts.max(axis=0)
    found = (low > 0) & (high <= few.most) & (high - low < few.width)
    return [int(at) for at in np.flatnonzero(found)]


def _suspicious(lines: Whole, few: Few) -> list[int]:
    """Return the lines that may have a union that is known too well."""
    small = lines.max(axis=0) <= few.most
    some = (lines * small).sum(axis=2).min(axis=0) > 0
    return [int(at) for at in np.flatnonzero(some)]


def _label(universe: Universe, name: str, code: int) -> str:
    label = universe.categories[name][code]
    return "others" if label == REST else label


class _Line:
    """The cells of one row or column, and which unions of them are known too well."""

    def __init__(self, completions: Completions, parts: Sequence[Whole], few: Few) -> None:
        self._completions = completions
        self._parts = parts
        self._few = few
        self._counts = np.array(
            [[each[part].sum() for part in parts] for each in completions.kept], dtype=np.int64
        )
        self._tried: list[list[int]] = []
        self._unbounded: list[list[int]] = []

    def groups(self) -> Iterator[tuple[list[int], Range]]:
        """Yield the single cells that are known too well; if there are none, a union."""
        any_single = False
        for at in _suspects(self._counts, self._few):
            found = self._ask([at])
            if self._few.known(found):
                any_single = True
                yield [at], found
        while not any_single and (chosen := self._union()):
            found = self._ask(chosen)
            if self._few.known(found):
                yield chosen, found
                return

    def _ask(self, chosen: list[int]) -> Range:
        found = self._completions.range_of(np.concatenate([self._parts[at] for at in chosen]))
        new = [[each[part].sum() for part in self._parts] for each in self._completions.kept[-2:]]
        self._counts = np.concatenate([self._counts, np.array(new, dtype=np.int64)])
        # We do not ask again about a union that is not known too well. If it has no upper end, no
        # larger union around it has one.
        (self._unbounded if found.high is None else self._tried).append(chosen)
        return found

    def _union(self) -> list[int]:
        """Return a union of the fewest cells that no completion rules out; none if all are."""
        few = self._few
        at = np.flatnonzero(self._counts.max(axis=0) <= few.most)
        counts = np.unique(self._counts[:, at], axis=0)
        if not len(at) or not counts.sum(axis=1).all():
            return []
        found = self._tried_all(at, counts) if len(at) <= _FEW_CELLS else self._solved(at, counts)
        return [int(each) for each in at[found]]

    def _tried_all(self, at: Whole, counts: Whole) -> NDArray[np.bool_]:
        """Return which of a few cells form such a union, by trying all; none if there is none."""
        unions = _unions_of(len(at))
        sums = counts @ unions.T
        low, high = sums.min(axis=0), sums.max(axis=0)
        left = (low > 0) & (high <= self._few.most) & (high - low < self._few.width)
        for each in self._unbounded:
            left &= unions @ np.isin(at, each) < len(each)
        for each in self._tried:
            left &= (unions != np.isin(at, each)).any(axis=1)
        chosen = np.flatnonzero(left)[:1]
        return unions[chosen[0]].astype(bool) if len(chosen) else np.zeros(len(at), dtype=bool)

    def _solved(self, at: Whole, counts: Whole) -> NDArray[np.bool_]:
        """Return which cells form such a union, by a programme; none if there is none."""
        few, size = self._few, len(at)
        # The last unknown is the fewest people that the union has in any of the completions.
        least = np.full((len(counts), 1), -1)
        constraints = [
            LinearConstraint(np.hstack([counts, least]), 0, few.width - 1),
            LinearConstraint(np.hstack([counts, 0 * least]), 1, few.most),
        ]
        constraints += [
            LinearConstraint([*np.isin(at, each).astype(float), 0.0], 0, len(each) - 1)
            for each in self._unbounded
        ]
        constraints += [
            LinearConstraint([*np.where(np.isin(at, each), 1.0, -1.0), 0.0], -np.inf, len(each) - 1)
            for each in self._tried
            if set(each) <= set(at.tolist())
        ]
        found = solve(
            np.array([*np.ones(size), 0.0]),
            integrality=np.ones(size + 1),
            bounds=Bounds([*np.zeros(size), 1.0], [*np.ones(size), float(few.most)]),
            constraints=constraints,
        )
        chosen = np.zeros(size, dtype=bool)
        if found.x is not None:
            chosen = found.x[:size] > 1 / 2
        return chosen


@cache
def _unions_of(number: int) -> Whole:
    """Return every choice of cells as a line of 0 and 1, those with the fewest cells first."""
    choices = np.array(list(product((0, 1), repeat=number)), dtype=np.int64)
    return choices[np.argsort(choices.sum(axis=1), kind="stable")]
