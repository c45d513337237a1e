"""Counts of panels on their way to the public: which may be published, and pictures of them."""

from __future__ import annotations

from collections.abc import Sequence

from unsilenced.evidence.claims.dataset import DATA, Dataset
from unsilenced.evidence.disclosure.gate import Refused, Released, already_public, release
from unsilenced.evidence.disclosure.public import ReleasedFile, release_file
from unsilenced.evidence.disclosure.published import PublishedTable
from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.events import london
from unsilenced.evidence.events.panel import Panel


def counted(panels: Sequence[Panel]) -> PublishedTable:
    """Return every count of the panels, one a row, and what all come to.

    >>> import numpy as np
    >>> panel = Panel("visits", ("a",), ("2012", "2013"), np.array([[7.0, 9.0]]))
    >>> counted([panel]).rows, counted([panel]).cells
    (('visits: a, 2012', 'visits: a, 2013'), ((7, 7), (9, 9), (16, 16)))
    """
    rows = {
        f"{panel.outcome}: {unit}, {period}": int(count)
        for panel in panels
        for unit, counts in zip(panel.units, panel.counts.tolist(), strict=True)
        for period, count in zip(panel.periods, counts, strict=True)
    }
    return PublishedTable(
        name="counts",
        dimensions=("what was counted", "times"),
        rows=tuple(rows),
        columns=("count",),
        cells=tuple((count, count) for count in (*rows.values(), sum(rows.values()))),
    )


def release_counts(panels: Sequence[Panel], published_at: str | None = None) -> Released | Refused:
    """Release the counts of panels, so that pictures can be made of them, or refuse them.

    `published_at` is the address where they stand already. Without one they are refused if there
    is a small count among them: hiding that is no help, as ratios tell of every count. Raises
    `BadInput` for what is no address.
    """
    if published_at is not None:
        return already_public(counted(panels), published_at)
    return release(counted(panels))


def release_london(published_at: str | None = None) -> ReleasedFile:
    """Release what London's police have published; raise `BadInput` for an address beside it."""
    if published_at is not None:
        raise BadInput("--published-at says where TABLE's counts are public, and there is no TABLE")
    return release_file(Dataset(str(london.TABLE.relative_to(DATA))))


def is_of(released: object, panels: Sequence[Panel]) -> bool:
    """Return whether the panels are the very counts that were released."""
    if isinstance(released, ReleasedFile):
        known = all(panel.outcome in london.outcomes() for panel in panels)
        bare = all(panel.exposure is None for panel in panels)
        if released.dataset.path != london.TABLE or not known or not bare:
            return False
        return counted([london.london(panel.outcome) for panel in panels]) == counted(panels)
    return isinstance(released, Released) and released.table == counted(panels)
