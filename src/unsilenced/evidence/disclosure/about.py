"""What the input of a table tells beside its counts: how many people, and what goes together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from unsilenced.evidence.disclosure.cells import Where
from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.spelling import composed

MOST_LABELS = 1000
"""A column with more is no dimension; it is kept in mind only if it is one of the table's."""

_PEOPLE_A_LABEL = 2
"""With fewer on average a column tells people apart, and is kept in mind nowhere."""

OF_LISTS = "cases of the lists "
"""The beginning of names that a command gives to people itself, so that no user's name is equal."""


@dataclass(frozen=True)
class Asked:
    """Which table is made of an input: two columns, the one that counts, and of which people.

    `population` is what all people of the input are called, if somebody says.
    """

    rows: str
    columns: str
    count: str | None = None
    where: Where = field(default_factory=dict)
    population: str | None = None


@dataclass(frozen=True)
class About:
    """An input as a whole, before any of it is left out.

    `people` is how many there are, if that is known. `lines` are the combinations of labels that
    somebody has, over `columns`; `where` is which people the table is of; `population` is what
    whoever runs this calls all people of the input.
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
        """Return `wanted`, as far as there are such columns, and those that tell nobody apart."""
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
    """Read `COLUMN=VALUE` as often as it is given; one column twice means either value.

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
    """Return `about` with the people that are asked for: all, where every value is asked for.

    Raises `BadInput` where they are asked for by what nobody has, or by rows or columns.
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
