"""Panels' counts on their way to the public: which may be published, and pictures of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from unsilenced.evidence.claims.dataset import DATA, Dataset
from unsilenced.evidence.disclosure.about import About
from unsilenced.evidence.disclosure.gate import Refused, Released, already_public
from unsilenced.evidence.disclosure.kept import release_in
from unsilenced.evidence.disclosure.public import ReleasedFile, release_file
from unsilenced.evidence.disclosure.published import PublishedTable
from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.events import london
from unsilenced.evidence.events.long_table import COUNT, OUTCOME, PERIOD, UNIT
from unsilenced.evidence.events.panel import Panel


def counted(panels: Sequence[Panel]) -> tuple[PublishedTable, ...]:
    """Return the counts of each panel by unit and period, with their totals.

    >>> import numpy as np
    >>> panel = Panel("visits", ("a",), ("2012", "2013"), np.array([[7.0, 9.0]]))
    >>> (table,) = counted([panel])
    >>> table.dimensions, table.cells
    (('unit', 'period'), ((7, 9, 16), (7, 9, 16)))
    """
    return tuple(map(_table, panels))


def _table(panel: Panel) -> PublishedTable:
    rows = [(*line, sum(line)) for line in panel.counts.astype(int).tolist()]
    return PublishedTable(
        name=panel.outcome,
        dimensions=(UNIT, PERIOD),
        rows=panel.units,
        columns=panel.periods,
        cells=(*rows, tuple(map(sum, zip(*rows, strict=True)))),
    )


def _about(panels: Sequence[Panel], panel: Panel) -> About:
    """Return what the panels say about each other: an outcome is about some of all people.

    We do not know how many people these are: an analysis may not have all outcomes.
    """
    named = panel.outcome != COUNT
    lines = frozenset(
        (unit, period, each.outcome) if named else (unit, period)
        for each in panels
        for unit, counts in zip(each.units, each.counts.tolist(), strict=True)
        for period, count in zip(each.periods, counts, strict=True)
        if count
    )
    where = {OUTCOME: (panel.outcome,)} if named else {}
    return About(None, (UNIT, PERIOD, OUTCOME) if named else (UNIT, PERIOD), lines, where)


def release_counts(
    panels: Sequence[Panel], published_at: str | None = None, ledger: Path | None = None
) -> tuple[Released, ...] | Refused:
    """Release the counts of panels, so that pictures can be made from them, or refuse them all.

    `published_at` is the address where they are public already. Without one they are refused if
    there is a small count among them: hiding it does not help, because ratios reveal every count.
    They are also refused if too few people came since a release in the folder `ledger`. Released
    counts are added to that folder. Raises `BadInput` if `published_at` is no address.
    """
    if published_at is not None:
        return tuple(already_public(each, published_at) for each in counted(panels))
    abouts = [_about(panels, panel) for panel in panels]
    return release_in(ledger, list(zip(counted(panels), abouts, strict=True)))


def release_london(
    published_at: str | None = None, ledger: Path | None = None
) -> tuple[ReleasedFile]:
    """Release what London's police have published; raise `BadInput` for options about a table."""
    if published_at is not None:
        raise BadInput("--published-at says where TABLE's counts are public, and there is no TABLE")
    if ledger is not None:
        raise BadInput("--ledger is of TABLE's counts, and there is no TABLE: London's are public")
    return (release_file(Dataset(str(london.TABLE.relative_to(DATA)))),)


def is_of(released: object, panels: Sequence[Panel]) -> bool:
    """Return whether the panels have exactly the counts that were released."""
    if not isinstance(released, Sequence):
        return False
    if any(isinstance(each, ReleasedFile) for each in released):
        known = all(panel.outcome in london.outcomes() for panel in panels)
        bare = all(panel.exposure is None for panel in panels)
        if [each.dataset.path for each in released] != [london.TABLE] or not known or not bare:
            return False
        return counted([london.london(panel.outcome) for panel in panels]) == counted(panels)
    tables = tuple(each.table for each in released if isinstance(each, Released))
    return len(tables) == len(released) and tables == counted(panels)
