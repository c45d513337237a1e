"""An overlap table on its way to the public: how many cases are on exactly which lists."""

from __future__ import annotations

from unsilenced.evidence.capture.table import OverlapTable
from unsilenced.evidence.disclosure.gate import Refused, Released, already_public, release
from unsilenced.evidence.disclosure.published import PublishedTable

TOGETHER = " + "
"""What stands between the names of lists that hold the same cases."""


def overlaps(table: OverlapTable) -> PublishedTable:
    """Return the patterns that were counted, the most frequent first, and their total.

    >>> table = OverlapTable.of(("a", "b", "c"), {(1, 0, 0): 40, (1, 1, 0): 60, (0, 1, 1): 20})
    >>> overlaps(table).rows, overlaps(table).cells
    (('a + b', 'a', 'b + c'), ((60, 60), (40, 40), (20, 20), (120, 120)))
    """
    counted = [(int(count), code) for code, count in enumerate(table.counts) if count]
    counted.sort(key=lambda each: (-each[0], each[1]))
    numbers = [*(count for count, _ in counted), table.cases]
    return PublishedTable(
        name="overlaps",
        dimensions=("exactly these lists", "people"),
        rows=tuple(TOGETHER.join(names_of(table.lists, code)) for _, code in counted),
        columns=("cases",),
        cells=tuple((count, count) for count in numbers),
    )


def names_of(lists: tuple[str, ...], code: int) -> tuple[str, ...]:
    """Return the names of the lists in a pattern."""
    return tuple(name for number, name in enumerate(lists) if code >> number & 1)


def release_overlaps(table: OverlapTable, published_at: str | None = None) -> Released | Refused:
    """Release an overlap table, so that pictures can be made from it, or refuse it.

    `published_at` is the address where its counts stand already. Without one it is refused if it
    shows a small count: hiding that is no help, as estimates tell of every count. Raises
    `BadInput` for what is no address.
    """
    if published_at is not None:
        return already_public(overlaps(table), published_at)
    return release(overlaps(table))
