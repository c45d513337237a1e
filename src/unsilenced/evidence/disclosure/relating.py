"""How a new table is related to the tables of the ledger, or why we cannot know.

Two tables reveal something about each other through the people they share: for example two levels
of a place or a time, a population and a part of it, or the same people before others came. We know
what links them from the inputs that the ledger has seen. If it has not seen enough to decide, and
the counts allow the worse case, we refuse the table and say what would decide it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint

from unsilenced.evidence.disclosure.about import OF_LISTS, About
from unsilenced.evidence.disclosure.audit import Ledger, Rule
from unsilenced.evidence.disclosure.cells import Together, Where, lies_in
from unsilenced.evidence.disclosure.published import (
    TOTAL,
    PublishedTable,
    check_dimensions,
)
from unsilenced.evidence.disclosure.record import Entry, Record, remembered
from unsilenced.evidence.disclosure.solver import solve
from unsilenced.evidence.disclosure.system import Release
from unsilenced.evidence.errors import BadInput

_NEW: Final = -1
"""Stands for the new table, which has no number yet."""
_MOST_CHOICES: Final = 5_000
_INFEASIBLE: Final = 2


@dataclass(frozen=True)
class Held:
    """A table of the ledger, its number from 1, and what we know about it."""

    table: PublishedTable
    number: int
    entry: Entry

    @property
    def dimensions(self) -> set[str]:
        """The names of its rows and columns, and what identifies its people."""
        return {*self.table.dimensions, *self.entry.where}


def held_in(tables: Sequence[PublishedTable], record: Record) -> tuple[Held, ...]:
    """Return the tables with what the record knows about each, which may be nothing."""
    entries = {each.table: each for each in record.entries}
    return tuple(
        Held(table, number, entries.get(table.name, Entry(table.name)))
        for number, table in enumerate(tables, start=1)
    )


def related(
    tables: Sequence[PublishedTable],
    record: Record,
    table: PublishedTable,
    about: About | None,
    rule: Rule,
) -> Ledger:
    """Return the tables to audit `table` with. Here it must show all its counts.

    Raises `BadInput` if we cannot know how it is related to earlier releases.
    """
    _check_rule(record, rule)
    held = _of_the_population(held_in(tables, record), about, table)
    where: Where = {} if about is None else about.where
    dimensions = {*table.dimensions, *where}
    if about is not None:
        record = remembered(record, about, dimensions.union(*(each.dimensions for each in held)))
    check_dimensions((each.table.name, each.table.dimensions) for each in held)
    _check_people(held, about, table)
    times = _times(held, about)
    comparison = _Comparison(record, table, bool(where), times, rule.threshold)
    is_named = about is not None and about.population is not None
    for each in held:
        if not is_named:
            comparison.check_people(each)
        comparison.check_levels(each)
    near = linked(held, dimensions, record.together)
    aside = [each for each in held if each not in near and not each.entry.where]
    used = sorted({times[_NEW], *(times[each.number] for each in (*near, *aside))})
    return Ledger(
        earlier=tuple(each.table for each in near),
        instants=(
            *(used.index(times[each.number]) for each in near),
            used.index(times[_NEW]),
        ),
        wheres=(*(each.entry.where for each in near), where),
        together=_at_instants(record.together, times, used),
        labels={name: frozenset(met) for name, met in record.labels.items()},
        kept=True,
        aside=tuple((each.table, used.index(times[each.number])) for each in aside),
    )


def _check_rule(record: Record, rule: Rule) -> None:
    known = record.threshold, record.width
    if None not in known and known != (rule.threshold, rule.width):
        reason = (
            f"the ledger's tables were hidden with a threshold of {known[0]:,} and a width of "
            f"{known[1]:,}: say --threshold {known[0]} --width {known[1]}, or begin another ledger "
            "of other people"
        )
        raise BadInput(reason)


def _of_the_population(
    held: Sequence[Held], about: About | None, table: PublishedTable
) -> tuple[Held, ...]:
    """Return the releases about the people that `about` names, or else of the only name there is.

    A release without a name is about them too, unless the people are those of lists.
    """
    of = [each.entry.population for each in held]
    named = {name: None for name in of if name and not name.startswith(OF_LISTS)}
    asked = None if about is None else about.population
    if asked is None and len(named) > 1:
        reason = f"which of the ledger's people is it of? Say --population: {', '.join(named)}"
        raise BadInput(reason, file=table.name)
    same: set[str | None] = {None, *named} if asked is None else {asked}
    if asked is not None and not asked.startswith(OF_LISTS):
        same.add(None)
    mine = tuple(each for each in held if each.entry.population in same)
    for each in held:
        if each not in mine and set(table.dimensions) & set(each.table.dimensions):
            reason = (
                f"it is said to be of “{asked}”, and {each.table.name}, which shares a dimension, "
                f"of “{each.entry.population}”. If one is a part of the other, release it from the "
                "whole file with --where; if they are different people, give each a ledger"
            )
            raise BadInput(reason, file=table.name)
    return mine


def _check_people(held: Sequence[Held], about: About | None, table: PublishedTable) -> None:
    """Raise `BadInput` if the input has fewer people than an earlier one about the same people."""
    if about is None or about.people is None:
        return
    for each in held:
        if each.entry.people is not None and about.people < each.entry.people:
            reason = (
                "no whole, not negative counts agree with those before it: its input has "
                f"{about.people:,} people, that of {each.table.name} had {each.entry.people:,}, "
                "and counts only grow. If it is a part of them, release it from the whole file "
                "with --where"
            )
            raise BadInput(reason, file=table.name)


def linked(held: Sequence[Held], dimensions: Iterable[str], together: Together) -> tuple[Held, ...]:
    """Return those that share a dimension, or a level of one, directly or through others."""
    levels = [set(names) for names, pairs in together.items() if lies_in(pairs)]
    known, found = set(dimensions), set[int]()
    while True:
        known |= {name for level in levels if level & known for name in level}
        new = [each for each in held if each.number not in found and each.dimensions & known]
        if not new:
            return tuple(each for each in held if each.number in found)
        for each in new:
            found.add(each.number)
            known |= each.dimensions


def _times(held: Sequence[Held], about: About | None) -> dict[int, int]:
    """Return the instant of each release by its number, and that of the new table.

    If nobody left, inputs with equally many people have the same people.
    """
    times: dict[int, int] = {}
    before: int | None = None
    people = [(each.number, each.entry.people) for each in held]
    people.append((_NEW, None if about is None else about.people))
    for time, (number, many) in enumerate(people):
        same = many is not None and many == before
        times[number] = next(reversed(times.values())) if same else time
        before = many
    return times


def _at_instants(together: Together, times: Mapping[int, int], used: Sequence[int]) -> Together:
    """Return `together` with the audit's instants in place of the numbers of releases."""

    def instant(number: int) -> int:
        later = [time for of, time in times.items() if of >= number]
        time = min(later, default=times[_NEW])
        return sum(1 for each in used if each < time)

    return {
        names: {pair: instant(since) for pair, since in pairs.items()}
        for names, pairs in together.items()
    }


@dataclass(frozen=True)
class _Counts:
    """Smallest and largest counts: a row for each label, a column for each shared label."""

    low: NDArray[np.float64]
    high: NDArray[np.float64]


@dataclass(frozen=True)
class _Comparison:
    """Whether the counts allow a link between tables that no input has shown."""

    record: Record
    table: PublishedTable
    part: bool
    times: Mapping[int, int]
    threshold: int

    def check_people(self, held: Held) -> None:
        """Raise `BadInput` if an earlier table may cover only some people, and no input told."""
        for other in self._own(held):
            if self._may_be_part(held, other):
                reason = (
                    f"{held.table.name} may be of people of some “{other}” alone, which its input "
                    "did not tell. If it is, write so in the ledger's file, as its “where”. If it "
                    "is not, and all are the same people, since when some may have come, say "
                    "--population with a name for them"
                )
                raise BadInput(reason, file=self.table.name)

    def check_levels(self, held: Held) -> None:
        """Raise `BadInput` if their dimensions may be levels of one thing, and no input told."""
        for other in self._own(held):
            for name in filter(None, held.table.dimensions):
                if name not in self.table.dimensions and self._may_be_level(held, name, other):
                    reason = (
                        f"no input has told whether “{name}” of {held.table.name} and “{other}” "
                        "are two levels of one thing, and the counts allow it. Give a file that "
                        "has both columns"
                    )
                    raise BadInput(reason, file=self.table.name)

    def _own(self, held: Held) -> list[str]:
        """Return the dimensions of the new table that the earlier one does not have."""
        return [name for name in self.table.dimensions if name and name not in held.dimensions]

    def _may_be_part(self, held: Held, other: str) -> bool:
        """Tell whether an earlier table may cover only people with some labels of `other`."""
        own = self._labels(other)
        known = other in (held.entry.columns or ())
        first = self.record.labels.get(other, {})
        met = [known and first.get(label, held.number + 1) <= held.number for label in own]
        if self.part or all(met):
            return not all(met)
        then, now = self._then(held, None, other), self._now(held, other)
        choices = [np.array(met)] if known else list(np.eye(len(own), dtype=bool))
        strictly = self._same_time(held) or (known and sum(met) > 1)
        return any(
            (then.low <= sums).all() and (not strictly or (sums <= then.high).all())
            for sums in (now[choice].sum(axis=0) for choice in choices)
        )

    def _may_be_level(self, held: Held, name: str, other: str) -> bool:
        """Tell whether labels of one may each lie in one of the other, in either direction."""
        if ((name, other) if name < other else (other, name)) in self.record.together:
            return False
        if self.part:
            return True
        then, now = self._then(held, name, other), self._now(held, other)
        if self._same_time(held):
            exactly = _Counts(now, now)
            return _may_lie_in(then, exactly) or _may_lie_in(exactly, then)
        up_to = _Counts(np.zeros_like(now), now)
        from_on = _Counts(then.low, np.full_like(then.high, np.inf))
        return _may_lie_in(then, up_to) or _may_lie_in(_Counts(now, now), from_on)

    def _same_time(self, held: Held) -> bool:
        return self.times[held.number] == self.times[_NEW]

    def _labels(self, name: str) -> tuple[str, ...]:
        return self.table.rows if self.table.dimensions[0] == name else self.table.columns

    def _by(self, held: Held, other: str) -> tuple[str, ...]:
        """Return the labels by which both tables can be compared: those they share, and all."""
        (shared,) = (name for name in self.table.dimensions if name != other)
        return (*self._labels(shared), TOTAL) if shared in held.table.dimensions else (TOTAL,)

    def _now(self, held: Held, other: str) -> NDArray[np.float64]:
        """Return the counts of the new table by the labels of `other`."""
        cells = {self.table.labels(at): self.table.bounds(at)[0] for at in self.table.places()}
        first = self.table.dimensions[0] == other
        return np.array(
            [
                [cells[(label, by) if first else (by, label)] for by in self._by(held, other)]
                for label in self._labels(other)
            ],
            dtype=float,
        )

    def _then(self, held: Held, name: str | None, other: str) -> _Counts:
        """Return the counts of an earlier table by the labels of `name`, or of all together."""
        table = held.table
        release = Release(table, slice(None), self.threshold)
        cells = {table.labels(at): release.bounds(at) for at in table.places()}
        by = self._by(held, other)
        shared = [each for each in table.dimensions if each in self.table.dimensions]
        first = table.dimensions[1] in shared if name is None else table.dimensions[0] == name
        labels = (TOTAL,) if name is None else table.rows if first else table.columns
        found = [
            [cells.get((label, each) if first else (each, label), (0, 0)) for each in by]
            for label in labels
        ]
        low = np.array([[least for least, _ in line] for line in found], dtype=float)
        high = [[np.inf if most is None else most for _, most in line] for line in found]
        return _Counts(low, np.array(high, dtype=float))


def _may_lie_in(inner: _Counts, outer: _Counts) -> bool:
    """Tell whether each row of `inner` can be part of one of `outer`, so that the parts add up."""
    number, of = len(inner.low), len(outer.low)
    if number * of > _MOST_CHOICES:
        return True
    most = float(np.where(np.isfinite(outer.low), outer.low, 0).max(initial=0)) + 1
    low, high = inner.low, np.minimum(inner.high, most)
    # One choice for each row of `inner` and each of `outer`.
    one_each = np.kron(np.eye(number), np.ones(of))
    least, enough = (
        np.vstack([np.kron(counts[:, at], np.eye(of)) for at in range(counts.shape[1])])
        for counts in (low, high)
    )
    found = solve(
        np.zeros(number * of),
        integrality=np.ones(number * of),
        bounds=Bounds(0, 1),
        constraints=[
            LinearConstraint(one_each, 1, 1),
            LinearConstraint(least, -np.inf, outer.high.T.ravel()),
            LinearConstraint(enough, outer.low.T.ravel(), np.inf),
        ],
    )
    return bool(found.status != _INFEASIBLE)
