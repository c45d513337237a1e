"""Contacts around visits, stacked: each period with visits beside units that had none then.

If units are visited at different times, one regression over all of them compares some units with
others whose own visits still have an effect. So each period with visits makes its own panel: the
units visited then, and those without any visit in the same span. Each panel has its own effects
(Cengiz, Dube, Lindner and Zipperer 2019, Quarterly Journal of Economics 134:1405).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from unsilenced.evidence.events.fitting import Stack
from unsilenced.evidence.events.panel import Panel, Truths

Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Span:
    """How many periods to look at before a visit, and after the visit's own."""

    before: int
    after: int

    @property
    def positions(self) -> tuple[int, ...]:
        """Periods counted from the visit's own, 0, without the one before it, the reference."""
        return tuple(each for each in range(-self.before, self.after + 1) if each != -1)

    @property
    def leads(self) -> tuple[int, ...]:
        """Those of `positions` that are before the visit."""
        return tuple(range(-self.before, -1))


@dataclass(frozen=True, slots=True)
class Used:
    """How many visits and units we look at, beside how many units, and why we skip others."""

    visits: int
    visited_units: int
    other_units: int
    units: int
    contacts: int
    too_near_the_ends: int
    follow_another: int
    nobody_beside: int
    no_contacts: int
    followed: int
    """How many of these visits had another one after them within the span."""


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Units visited in one period and those beside them. `times` are the columns' positions."""

    stack: Stack
    visited: Truths
    times: NDArray[np.intp]

    def designed(self, marks: Truths) -> Stack:
        """Return the stack with a regressor for each column of `marks`, on visited units."""
        design = (self.visited[:, None, None] & marks).astype(np.float64)
        return replace(self.stack, design=design)

    def led_by(self, positions: tuple[int, ...]) -> Stack | None:
        """Return the periods before the visits, with a regressor for each of `positions`.

        `None` if nothing was counted then for the visited units, or for those beside.
        """
        stack = self.stack
        rows = stack.counts[:, self.times < 0].any(axis=1)
        columns = (self.times < 0) & stack.counts[rows].any(axis=0)
        if not (rows & self.visited).any() or not (rows & ~self.visited).any():
            return None
        chosen = np.ix_(rows, columns)
        marks = self.times[columns][:, None] == np.array(positions)
        return Stack(
            stack.counts[chosen],
            (self.visited[rows][:, None, None] & marks).astype(np.float64),
            tuple(np.array(stack.clusters)[rows].tolist()),
            None if stack.log_exposure is None else stack.log_exposure[chosen],
        )


@dataclass(frozen=True, slots=True, eq=False)
class Around:
    """Everything that can be looked at."""

    groups: tuple[Group, ...]
    used: Used

    def by_position(self, positions: tuple[int, ...]) -> tuple[Stack, ...]:
        """Return the stacks with a regressor for each position."""
        return tuple(
            group.designed(group.times[:, None] == np.array(positions)) for group in self.groups
        )

    def before_and_after(self) -> tuple[Stack, ...]:
        """Return the stacks with one regressor: from the visit on."""
        return tuple(group.designed(group.times[:, None] >= 0) for group in self.groups)

    def before_alone(self, positions: tuple[int, ...]) -> tuple[Stack, ...]:
        """Return the stacks of the periods before visits, with a regressor for each position."""
        stacks = (group.led_by(positions) for group in self.groups)
        return tuple(stack for stack in stacks if stack is not None)

    @property
    def comparable(self) -> bool:
        """Whether the ratio of after to before exists.

        Each group has four sums. They pull the ratio up if there are contacts of visited units
        after and of units beside before. The other two pull it down. Some group must do each.
        """
        up = down = False
        for group in self.groups:
            counts, after = group.stack.counts, group.times >= 0
            sums = [
                [counts[rows][:, columns].any() for columns in (after, ~after)]
                for rows in (group.visited, ~group.visited)
            ]
            up |= bool(sums[0][0] and sums[1][1])
            down |= bool(sums[0][1] and sums[1][0])
        return up and down


def around(contacts: Panel, visited: Truths, span: Span) -> Around:
    """Stack what is around the visits that can be looked at.

    We assume that a visit has an effect until its span ends. We leave out a visit if it is too near
    the ends of the contacts; if an earlier visit to the unit still had an effect in the span; if no
    unit beside was free of visits and of the effects of earlier ones; or if the unit had no
    contacts in the span.
    """
    tally: Counter[str] = Counter()
    groups: list[Group] = []
    mine: set[int] = set()
    others: set[int] = set()
    for period in range(contacts.counts.shape[1]):
        begin, end = period - span.before, period + span.after + 1
        here = np.flatnonzero(visited[:, period])
        if begin < 0 or end > contacts.counts.shape[1]:
            tally["too_near_the_ends"] += len(here)
            continue
        reaches = max(0, begin - span.after)
        fresh = here[~visited[here, reaches:period].any(axis=1)]
        tally["follow_another"] += len(here) - len(fresh)
        counts = contacts.counts[:, begin:end]
        some = counts.sum(axis=1) > 0
        beside = np.flatnonzero(~visited[:, reaches:end].any(axis=1) & some)
        if not len(beside):
            tally["nobody_beside"] += len(fresh)
            continue
        counted = fresh[some[fresh]]
        tally["no_contacts"] += len(fresh) - len(counted)
        if not len(counted):
            continue
        tally["followed"] += int(visited[counted, period + 1 : end].any(axis=1).sum())
        tally["visits"] += len(counted)
        mine.update(counted.tolist())
        others.update(beside.tolist())
        groups.append(_group(contacts, counted, beside, range(begin, end), period))
    return Around(
        tuple(groups),
        Used(
            visits=tally["visits"],
            visited_units=len(mine),
            other_units=len(others),
            units=len(mine | others),
            contacts=int(sum(group.stack.counts.sum() for group in groups)),
            too_near_the_ends=tally["too_near_the_ends"],
            follow_another=tally["follow_another"],
            nobody_beside=tally["nobody_beside"],
            no_contacts=tally["no_contacts"],
            followed=tally["followed"],
        ),
    )


def _group(contacts: Panel, visited: Rows, beside: Rows, columns: range, period: int) -> Group:
    rows = np.concatenate([visited, beside])
    at = np.array(columns)
    at = at[contacts.counts[np.ix_(rows, at)].sum(axis=0) > 0]
    chosen = np.ix_(rows, at)
    exposure = contacts.exposure
    stack = Stack(
        contacts.counts[chosen],
        np.zeros((len(rows), len(at), 0)),
        tuple(rows.tolist()),
        None if exposure is None else np.log(exposure[chosen]),
    )
    return Group(stack, np.arange(len(rows)) < len(visited), at - period)
