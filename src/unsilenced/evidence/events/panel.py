"""Counts of one outcome by unit and period, each unit counted in each period."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from unsilenced.evidence.errors import BadInput

Numbers = NDArray[np.float64]
Truths = NDArray[np.bool_]

_LISTED = 8


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Counts by unit (rows) and period (columns), periods in their order.

    `exposure` has the same shape. It is what to compare a count with, such as people or days, and
    always above 0. `said` says what was left out before, a sentence each.
    """

    outcome: str
    units: tuple[str, ...]
    periods: tuple[str, ...]
    counts: Numbers
    exposure: Numbers | None = None
    said: tuple[str, ...] = ()

    def window(self, first: str, last: str) -> Panel:
        """Return the panel from one period to another, both included.

        Raises `BadInput` unless both are periods of the panel, in this order.
        """
        start, end = (self.at(period) for period in (first, last))
        if start > end:
            raise BadInput(f"a window from {first} to {last} ends before it starts")
        return self.part(slice(None), slice(start, end + 1))

    def between(self, first: str, last: str) -> tuple[str, ...]:
        """Return the periods from one to another, both included; raise `BadInput` like `window`."""
        return self.window(first, last).periods

    def without_periods(self, periods: Collection[str]) -> Panel:
        """Return the panel without some of its periods."""
        return self.part(slice(None), np.array([each not in periods for each in self.periods]))

    def counted(self) -> Panel:
        """Return the panel without units and periods in which nothing was counted, and note this.

        They say nothing about any effect: their own fixed effect is at minus infinity.
        """
        rows, columns = self.counts.sum(axis=1) > 0, self.counts.sum(axis=0) > 0
        kept = self.part(rows, slice(None)).part(slice(None), columns)
        empty = (("units", self.units, rows), ("periods", self.periods, columns))
        said = tuple(
            f"Left out, as nothing was counted there: {_listed(what, names, ~some)}."
            for what, names, some in empty
            if not some.all()
        )
        return replace(kept, said=self.said + said)

    def at(self, period: str) -> int:
        """Return the place of a period; raise `BadInput` if there is no such period."""
        if period not in self.periods:
            ends = f"they go from {self.periods[0]} to {self.periods[-1]}"
            raise BadInput(f"there is no period “{period}”; {ends}")
        return self.periods.index(period)

    def marked(self, units: Collection[str]) -> Truths:
        """Return the rows of `units`; raise `BadInput` for an unknown unit."""
        for unit in units:
            if unit not in self.units:
                raise BadInput(f"there is no unit “{unit}”; there are: {', '.join(self.units)}")
        return np.array([each in units for each in self.units])

    def part(self, rows: slice | Truths, columns: slice | Truths) -> Panel:
        """Return the panel of some rows and some columns."""
        exposure = self.exposure
        return replace(
            self,
            units=tuple(np.array(self.units, dtype=object)[rows]),
            periods=tuple(np.array(self.periods, dtype=object)[columns]),
            counts=self.counts[rows][:, columns],
            exposure=None if exposure is None else exposure[rows][:, columns],
        )


def _listed(what: str, names: Sequence[str], chosen: Truths) -> str:
    listed = [name for name, is_chosen in zip(names, chosen, strict=True) if is_chosen]
    more = f" and {len(listed) - _LISTED} more {what}" if len(listed) > _LISTED else ""
    return f"{', '.join(listed[:_LISTED])}{more}"
