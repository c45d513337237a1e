"""An overlap table on its way to the public: how many cases are on exactly which lists."""

from __future__ import annotations

from pathlib import Path

from unsilenced.evidence.capture.table import OverlapTable
from unsilenced.evidence.disclosure.about import OF_LISTS, About
from unsilenced.evidence.disclosure.gate import Refused, Released, already_public
from unsilenced.evidence.disclosure.kept import release_in
from unsilenced.evidence.disclosure.published import NAMES_BETWEEN, PublishedTable

TOGETHER = " + "
"""The separator between the names of lists that hold the same cases."""


def overlaps(table: OverlapTable) -> PublishedTable:
    """Return how many cases have each pattern, including patterns without cases, and their total.

    Tables of the same lists have the same rows, so that a later one can be compared with this.

    >>> table = OverlapTable.of(("a", "b", "c"), {(1, 0, 0): 40, (1, 1, 0): 60, (0, 1, 1): 20})
    >>> overlaps(table).rows[:3], overlaps(table).cells[:3]
    (('a', 'b', 'a + b'), ((40, 40), (0, 0), (60, 60)))
    """
    lists = sorted(table.lists)
    at = [table.lists.index(name) for name in lists]
    codes = range(1, len(table.counts))
    patterns = [sum((code >> new & 1) << old for new, old in enumerate(at)) for code in codes]
    numbers = [*(int(table.counts[pattern]) for pattern in patterns), table.cases]
    return PublishedTable(
        name="overlaps",
        dimensions=(f"exactly these of {_names(lists)}", "people"),
        rows=tuple(TOGETHER.join(names_of(tuple(lists), code)) for code in codes),
        columns=("cases",),
        cells=tuple((count, count) for count in numbers),
    )


def _names(lists: list[str]) -> str:
    return ", ".join(lists).replace(NAMES_BETWEEN, " or ")


def names_of(lists: tuple[str, ...], code: int) -> tuple[str, ...]:
    """Return the names of the lists in a pattern."""
    return tuple(name for number, name in enumerate(lists) if code >> number & 1)


def release_overlaps(
    table: OverlapTable, published_at: str | None = None, ledger: Path | None = None
) -> Released | Refused:
    """Release an overlap table, so that pictures can be made from it, or refuse it.

    `published_at` is the address where its counts are public already. Without one, a table that
    shows a small count is refused: hiding the count does not help, because estimates reveal every
    count. A table is also refused if too few cases came since a release in the folder `ledger`.
    A released table is added to that folder. Raises `BadInput` if `published_at` is no address.
    """
    if published_at is not None:
        return already_public(overlaps(table), published_at)
    # The cases of lists are not the people of a register, even in one ledger.
    of = ", ".join(sorted(table.lists))
    about = About(table.cases, (), frozenset(), population=f"{OF_LISTS}{of}")
    answer = release_in(ledger, [(overlaps(table), about)])
    return answer if isinstance(answer, Refused) else answer[0]
