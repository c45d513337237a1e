"""A stranger who has every release of a chain, and works out what is certain about a few people.

It follows the definition and the documentation, not the gate's code. It shares nothing with that
code, and a test checks its imports. It has the tables as text, with `x` for what is hidden, and
knows what anybody may know:

- counts are whole, never negative, and only grow from one release to the next; they do not grow
  between two releases that are said to be of the records of one day;
- which people a table is about (its population), and that these are some of all people;
- which labels go together, such as a ward and its borough (a gazetteer, a calendar), and that a
  table lists every label that somebody has;
- how the gate hides (decision 16): a hidden count is at least 1; no count above 0 and below the
  threshold is shown; a rounded count is the nearest multiple, and halves go up.

**A certain statement about a small group** is one that holds for every way to fill in the finest
cells that agrees with all releases, of one of these groups of people:

- a cell of a released table, its totals too; any union of cells of one row or one column; and the
  same of each crossing of two dimensions that were released, be the table itself released or not,
  within each population that was released, and of all other people (so the cells of one ward's
  borough, of one month's quarter, of one filter's rest);
- a finest cell: one label of each dimension;
- those who came to any of these between two releases.

The statement is that the group is **somebody, and fewer than the threshold**, with less than the
rule's `width` between the smallest and the largest possible count. For a cell that a release hides
it is enough that it **may be fewer than the threshold**, because the rule promises that nobody can
know a hidden cell closer than `width`. “Nobody is in the group” is no such statement: zeros are
shown. A hidden count that is certainly large is none either: the cell that it protects is checked
itself.

It is an integer programme over the finest cells and the periods between releases. The ways to fill
them in that one question finds answer most other questions, so most need no programme.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise, product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

HIDDEN = "x"
ALL = "Total"
_MOST = 100_000
"""No count in these tests is near this bound, so it has no effect."""


@dataclass(frozen=True)
class Public:
    """One release as everybody sees it: its text, its rounding, and the people it is about.

    `population` has by column the labels of the people in it: each person has one of them. Two
    releases in a row with the same `day` are of the same records; `None` says nothing.
    """

    text: str
    rounded_to: int = 1
    population: Mapping[str, Sequence[str]] = field(default_factory=dict)
    day: int | None = None


@dataclass(frozen=True)
class Known:
    """What readers know besides the releases.

    `together` are lists of labels that go together: each a list of records, such as
    `{"ward": "w1", "borough": "b1"}`.
    """

    threshold: int
    width: int
    together: Sequence[Sequence[Mapping[str, str]]] = ()


@dataclass(frozen=True)
class Statement:
    """A certain statement: about whom, at which release (and since which), and the range."""

    group: str
    at: int
    since: int | None
    low: int
    high: int
    hidden: bool
    """Whether it is a hidden cell of a release, known too closely for the rule."""

    def __str__(self) -> str:
        since = "" if self.since is None else f" more than in release {self.since + 1}"
        said = f"exactly {self.low}" if self.low == self.high else f"{self.low} to {self.high}"
        return f"release {self.at + 1}: {self.group}:{since} {said}"


class _Table:
    """A release, taken apart."""

    def __init__(self, public: Public) -> None:
        header, *lines = csv.reader(io.StringIO(public.text))
        self.rows_are, self.columns_are = header[0].split("/")
        self.columns = header[1:]
        self.rows = [line[0] for line in lines]
        if self.columns[-1] != ALL or self.rows[-1] != ALL:
            raise ValueError("a table ends with its totals")
        self.shown = [[None if n == HIDDEN else int(n) for n in line[1:]] for line in lines]
        self.base = public.rounded_to
        self.population = dict(public.population)
        self.day = public.day

    def dimensions(self) -> tuple[str, str]:
        return self.rows_are, self.columns_are

    def cells(self) -> Iterator[tuple[str, str, int | None]]:
        for row, line in zip(self.rows, self.shown, strict=True):
            for column, count in zip(self.columns, line, strict=True):
                yield row, column, count


class _Atoms:
    """The finest cells: each has one label of every dimension, and its labels go together."""

    def __init__(self, tables: Sequence[_Table], known: Known) -> None:
        labels: dict[str, set[str]] = {}
        for table in tables:
            for name, found in (
                (table.rows_are, table.rows[:-1]),
                (table.columns_are, table.columns[:-1]),
                *table.population.items(),
            ):
                labels.setdefault(name, set()).update(found)
        # A population names one label; the rest of that dimension is whoever has another.
        listed = {name for table in tables for name in table.dimensions()}
        for name, found in labels.items():
            if name not in listed:
                found.add(f"not {' or '.join(sorted(found))}")
        axes: list[list[dict[str, str]]] = []
        for records in known.together:
            names = [name for name in labels if any(name in record for record in records)]
            if names:
                some = {tuple((name, record[name]) for name in names) for record in records}
                axes.append([dict(each) for each in sorted(some)])
        gone = {name for axis in axes for name in axis[0]}
        axes += [
            [{name: label} for label in sorted(found)]
            for name, found in labels.items()
            if name not in gone
        ]
        self.axes = [tuple(axis[0]) for axis in axes]
        self.names = tuple(name for axis in self.axes for name in axis)
        self.each = [
            {name: label for part in parts for name, label in part.items()}
            for parts in product(*axes)
        ]
        self._of = {
            name: {
                label: np.array([atom[name] == label for atom in self.each])
                for label in {atom[name] for atom in self.each}
            }
            for name in self.names
        }

    def labels(self, name: str) -> list[str]:
        return sorted(self._of[name])

    def of(self, **labels: str) -> np.ndarray:
        """Which finest cells have these labels; a total has all."""
        found = np.ones(len(self.each), dtype=bool)
        for name, label in labels.items():
            if label == ALL:
                continue
            if label not in self._of[name]:
                raise ValueError(f"{name}: nobody knows of {label}")
            found &= self._of[name][label]
        return found


class Attack:
    """Everything that a chain of releases reveals, as an integer programme."""

    def __init__(self, releases: Sequence[Public], known: Known) -> None:
        self.known = known
        self.tables = [_Table(each) for each in releases]
        self.atoms = _Atoms(self.tables, known)
        self.size = len(self.atoms.each)
        self.period = _periods(self.tables)
        self.unknowns = self.size * (self.period[-1] + 1)
        self._rows: list[np.ndarray] = []
        self._low: list[float] = []
        self._high: list[float] = []
        self._gaps: list[tuple[np.ndarray, int, int]] = []
        for at, table in enumerate(self.tables):
            self._read(at, table)
        self._programme()
        self.pool = np.zeros((0, self.unknowns), dtype=np.int64)

    def grown(self, atoms: np.ndarray, at: int, since: int | None) -> np.ndarray:
        """Which unknowns add up to the number in `atoms` at a release, or since one."""
        periods = np.zeros((self.period[-1] + 1, 1), dtype=bool)
        periods[0 if since is None else self.period[since] + 1 : self.period[at] + 1] = True
        return (periods & atoms).ravel()

    def _read(self, at: int, table: _Table) -> None:
        unlisted = np.zeros(self.size, dtype=bool)
        for name, found in zip(table.dimensions(), (table.rows, table.columns), strict=True):
            for label in self.atoms.labels(name):
                if label not in found:
                    unlisted |= self.atoms.of(**{name: label})
        unlisted &= self._in(table)
        if unlisted.any():
            self._say(self.grown(unlisted, at, None), 0, 0)
        for row, column, count in table.cells():
            here = self._cell(table, row, column)
            cell = self.grown(here, at, None)
            if count is None:
                self._say(cell, 1, np.inf)
                continue
            low, high = max(count - table.base // 2, 0), count + (table.base - 1) // 2
            # A shown count is zero or large enough.
            least = self.known.threshold
            if low == 0 and high < least:
                self._say(cell, 0, 0)
            elif low == 0:
                self._gaps.append((cell, least, high))
            else:
                self._say(cell, max(low, min(least, high)), high)

    def _in(self, table: _Table) -> np.ndarray:
        """Which finest cells are of a table's population."""
        found = np.ones(self.size, dtype=bool)
        for name, labels in table.population.items():
            found &= self._any(name, labels)
        return found

    def _any(self, name: str, labels: Sequence[str]) -> np.ndarray:
        found = np.zeros(self.size, dtype=bool)
        for label in labels:
            found |= self.atoms.of(**{name: label})
        return found

    def _cell(self, table: _Table, row: str, column: str) -> np.ndarray:
        return (
            self.atoms.of(**{table.rows_are: row})
            & self.atoms.of(**{table.columns_are: column})
            & self._in(table)
        )

    def _say(self, unknowns: np.ndarray, low: float, high: float) -> None:
        self._rows.append(unknowns)
        self._low.append(low)
        self._high.append(high)

    def _programme(self) -> None:
        """Whole unknowns, and one of 0 or 1 for each sum that is zero or large enough."""
        gaps = len(self._gaps)
        entries: list[tuple[int, int, float]] = []
        low, high = list(self._low), list(self._high)
        for at, row in enumerate(self._rows):
            entries += [(at, int(n), 1.0) for n in np.flatnonzero(row)]
        for number, (row, least, most) in enumerate(self._gaps):
            somebody = self.unknowns + number
            for end, sides in ((least, (0.0, np.inf)), (most, (-np.inf, 0.0))):
                at = len(low)
                entries += [(at, int(n), 1.0) for n in np.flatnonzero(row)]
                entries.append((at, somebody, -float(end)))
                low.append(sides[0])
                high.append(sides[1])
        shape = (len(low), self.unknowns + gaps)
        i, j, value = zip(*entries, strict=True)
        matrix = coo_array((value, (i, j)), shape=shape).tocsr()
        self._constraint = LinearConstraint(matrix, low, high)
        most = np.concatenate([np.full(self.unknowns, _MOST), np.ones(gaps)])
        self._bounds = Bounds(0, most)

    def _solve(self, cost: np.ndarray) -> np.ndarray:
        """One way to fill everything in, at the lowest cost."""
        gaps = len(self._gaps)
        found = milp(
            np.concatenate([cost, np.zeros(gaps)]),
            integrality=np.ones(self.unknowns + gaps),
            bounds=self._bounds,
            constraints=self._constraint,
            options={"mip_rel_gap": 0.0},
        )
        if found.x is None:
            raise ValueError(f"no counts agree with all releases: {found.message}")
        way = np.rint(found.x[: self.unknowns]).astype(np.int64)
        self.pool = np.vstack([self.pool, way])
        return way

    def range_of(self, unknowns: np.ndarray) -> tuple[int, int]:
        """The smallest and the largest sum that the unknowns can have."""
        cost = unknowns.astype(float)
        return int(self._solve(cost)[unknowns].sum()), int(self._solve(-cost)[unknowns].sum())

    def groups(self) -> Iterator[tuple[str, np.ndarray]]:
        """All groups of people that statements can be about."""
        populations: dict[str, np.ndarray] = {"": np.ones(self.size, dtype=bool)}
        for table in self.tables:
            if table.population:
                of = ", ".join(
                    f"{name} {'/'.join(some)}" for name, some in table.population.items()
                )
                some = self._in(table)
                populations |= {f" of {of}": some, f" of all but {of}": ~some}
        listed = {name for table in self.tables for name in table.dimensions()}
        for rows, columns in combinations([each for each in self.atoms.names if each in listed], 2):
            for of, some in populations.items():
                for line, across in ((rows, columns), (columns, rows)):
                    for label in (*self.atoms.labels(line), ALL):
                        for union in _unions(self.atoms.labels(across)):
                            here = self.atoms.of(**{line: label}) & some
                            any_of = self._any(across, union)
                            yield (
                                f"{line} {label}, {across} {' or '.join(union)}{of}",
                                here & any_of,
                            )
        for number, atom in enumerate(self.atoms.each):
            only = np.zeros(self.size, dtype=bool)
            only[number] = True
            yield ", ".join(f"{name} {label}" for name, label in atom.items()), only

    def statements(self) -> list[Statement]:
        """Every certain statement about a small group."""
        asked: dict[bytes, tuple[str, int, int | None, np.ndarray]] = {}
        times = [(at, None) for at in range(len(self.tables))]
        times += list(combinations(range(len(self.tables)), 2))
        groups: dict[bytes, tuple[str, np.ndarray]] = {}
        for name, group in self.groups():
            groups.setdefault(group.tobytes(), (name, group))
        for name, group in groups.values():
            if not group.any():
                continue
            for first, second in times:
                at, since = (first, None) if second is None else (second, first)
                unknowns = self.grown(group, at, since)
                asked.setdefault(unknowns.tobytes(), (name, at, since, unknowns))
        few = self._certain(list(asked.values()), hidden=False)
        close = [
            (f"{table.rows_are} {row}, {table.columns_are} {column}", at, None,
             self.grown(self._cell(table, row, column), at, None))
            for at, table in enumerate(self.tables)
            for row, column, count in table.cells()
            if count is None
        ]  # fmt: skip
        return few + self._certain(close, hidden=True)

    def _certain(
        self, asked: list[tuple[str, int, int | None, np.ndarray]], *, hidden: bool
    ) -> list[Statement]:
        if not asked:
            return []
        matrix = np.array([unknowns for *_, unknowns in asked])
        wide = matrix.astype(np.int64)
        if not len(self.pool):
            self._first()
        low, high = (wide @ self.pool.T).min(axis=1), (wide @ self.pool.T).max(axis=1)
        found = []
        # Each question's own two ways answer others, so every step leaves fewer open questions.
        for at, (name, release, since, unknowns) in enumerate(asked):
            if self._open(low[at], high[at], hidden=hidden):
                for sign in (-1.0, 1.0):
                    came = wide @ self._solve(sign * unknowns.astype(float))
                    low, high = np.minimum(low, came), np.maximum(high, came)
                    if not self._open(low[at], high[at], hidden=hidden):
                        break
                else:
                    found.append(
                        Statement(name, release, since, int(low[at]), int(high[at]), hidden)
                    )
        return found

    def _open(self, low: int, high: int, *, hidden: bool) -> bool:
        """Whether no way found so far makes the group large, empty or uncertain."""
        close = bool(high - low < self.known.width)
        few = low if hidden else high
        return close and bool(low >= 1 and few < self.known.threshold)

    def _first(self) -> None:
        """Some ways to fill all in, far from each other."""
        lots = np.random.default_rng(1)
        for _ in range(4):
            cost = lots.integers(-3, 4, self.unknowns).astype(float)
            self._solve(cost)


def _periods(tables: Sequence[_Table]) -> list[int]:
    """The number of each table's day."""
    numbers = [0]
    for before, after in pairwise(tables):
        same = before.day is not None and before.day == after.day
        numbers.append(numbers[-1] + (not same))
    return numbers


def _unions(labels: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for size in range(1, len(labels) + 1):
        yield from combinations(labels, size)


def statements(releases: Sequence[Public], known: Known) -> list[Statement]:
    """Every certain statement about a small group that a chain of releases allows."""
    return Attack(releases, known).statements() if releases else []
