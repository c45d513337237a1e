"""What a table's input tells us beside its counts: how many people, which labels go together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from unsilenced.evidence.disclosure.cells import Where
from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.spelling import composed

MOST_LABELS = 1000
"""A column with more labels is no dimension; we keep it only if the table uses it."""

_PEOPLE_A_LABEL = 2
"""If a label has fewer people on average, the column identifies people, and we never keep it."""

OF_LISTS = "cases of the lists "
"""The prefix of the names that a command itself gives to people: no user's name has it."""


@dataclass(frozen=True)
class Asked:
    """Which table to make of an input: two columns, the column of counts, and which people.

    `population` is the name of all people of the input, if the user gives one.
    """

    rows: str
    columns: str
    count: str | None = None
    where: Where = field(default_factory=dict)
    population: str | None = None


@dataclass(frozen=True)
class About:
    """An input as a whole, before anything is left out.

    `people` is how many there are, if we know. `lines` are the combinations of labels over
    `columns` that somebody has. `where` says which people the table is about. `population` is
    the user's name for all people of the input.
    """

    people: int | None
    columns: tuple[str, ...]
    lines: frozenset[tuple[str, ...]] = field(repr=False)
    where: Where = field(default_factory=dict)
    population: str | None = None

    def labels(self, column: str) -> frozenset[str]:
        """Return the labels of a column."""
        at = self.columns.index(column)
        return frozenset(line[at] for line in self.lines)

    def pairs(self, one: str, other: str) -> frozenset[tuple[str, str]]:
        """Return the labels of two columns that somebody has together."""
        at = self.columns.index(one), self.columns.index(other)
        return frozenset((line[at[0]], line[at[1]]) for line in self.lines)

    def could_be_dimensions(self, wanted: Iterable[str]) -> tuple[str, ...]:
        """Return the columns of `wanted` that exist, and those that do not identify people."""
        asked = set(wanted)
        return tuple(name for name in self.columns if name in asked or self._is_broad(name))

    def lies_in(self, inner: str, outer: str) -> bool:
        """Return whether each label of `inner` always comes with one label of `outer`."""
        at = self.columns.index(inner), self.columns.index(outer)
        met: dict[str, str] = {}
        return all(met.setdefault(line[at[0]], line[at[1]]) == line[at[1]] for line in self.lines)

    def _is_broad(self, name: str) -> bool:
        number = len(self.labels(name))
        people = len(self.lines) if self.people is None else self.people
        return number <= MOST_LABELS and number * _PEOPLE_A_LABEL <= people


def where_of(given: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Read each given `COLUMN=VALUE`; the same column twice means either value.

    >>> where_of(["outcome=arrest", "outcome=warning", "sex=f"])
    {'outcome': ('arrest', 'warning'), 'sex': ('f',)}
    """
    found: dict[str, tuple[str, ...]] = {}
    for each in given:
        column, equals, value = each.partition("=")
        if not equals or not column.strip() or not value.strip():
            raise BadInput(f"--where is COLUMN=VALUE; “{each}” is not")
        name, label = composed(column.strip()), composed(value.strip())
        found[name] = tuple(sorted({*found.get(name, ()), label}))
    return found


def of_whom(about: About, asked: Asked, file: str) -> About:
    """Return `about` with the people that the user asks for: everybody if these are all values.

    Raises `BadInput` if nobody has such a value, or if the column is the table's rows or columns.
    """
    where = {}
    for name, chosen in asked.where.items():
        if name in {asked.rows, asked.columns}:
            raise BadInput(f"--where and rows or columns are both “{name}”", file=file)
        if name not in about.columns:
            reason = "is empty in some rows; write what is not known as a category"
            raise BadInput(reason, file=file, column=name)
        known = about.labels(name)
        for label in chosen:
            if label not in known:
                reason = f"is never “{label}”; it is: {', '.join(sorted(known)[:20])}"
                raise BadInput(reason, file=file, column=name)
        if set(chosen) != known:
            where[name] = chosen
    return replace(about, where=where)
