"""The audit: what readers can work out from a table and the tables beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from unsilenced.evidence.disclosure import THRESHOLD
from unsilenced.evidence.disclosure.cells import Together, Universe, Where, Whole
from unsilenced.evidence.disclosure.compared import Compared
from unsilenced.evidence.disclosure.groups import Few, Groups, People, people_of
from unsilenced.evidence.disclosure.published import BETWEEN, PublishedTable
from unsilenced.evidence.disclosure.ranges import Completions, Contradiction, Range
from unsilenced.evidence.disclosure.system import (
    Place,
    Release,
    system_of,
    universe_of,
)
from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.progress import Progress, silent
from unsilenced.evidence.schema.sheet import LARGEST_COUNT

_NOWHERE: Final = (-1, -1)


@dataclass(frozen=True, slots=True)
class Rule:
    """What makes a table safe.

    The range of every suppressed cell must be at least `width` wide. The smallest width, 1, only
    asks that nobody can work out a cell. For a group, or for the people who came between two
    releases, nobody must know that they are more than 0 and fewer than `threshold`, within a range
    narrower than `width`.
    """

    width: int = 1
    threshold: int = THRESHOLD

    def __post_init__(self) -> None:
        if self.width < 1:
            raise BadInput(f"a width of {self.width} protects nothing; it is at least 1")
        if self.threshold < 1:
            raise BadInput(f"a threshold of {self.threshold} is none; it is at least 1")
        if max(self.width, self.threshold) > LARGEST_COUNT:
            raise BadInput(f"width and threshold are at most {LARGEST_COUNT:,}, as counts are")

    def needed(self, target: Target) -> int:
        """Return how wide the range of a cell must be."""
        if target.room is None:
            return self.width
        # A rounded 0 has this much room by itself, and nothing may leave it less.
        return min(target.room, (target.table.rounded_to - 1) // 2)

    @property
    def few(self) -> Few:
        """How many people make a group, or an addition to one, that nobody must know of."""
        return Few(self.threshold - 1, self.width)


@dataclass(frozen=True)
class Target:
    """A count that is not published: a hidden cell, a group, or who joined one since a release.

    By itself it is at least `least`. `room` is the width of the cell's own range, if it is
    rounded. `names` is the name of a group that is no cell of the table.
    """

    table: PublishedTable
    place: Place
    unknowns: Whole
    room: int | None = None
    since: PublishedTable | None = None
    least: int = 0
    names: tuple[str, str] | None = None

    @property
    def is_group(self) -> bool:
        """Whether nobody must know that it is a few people; other targets must stay hidden."""
        return self.since is not None or self.names is not None

    def unsafe(self, found: Range, rule: Rule) -> bool:
        """Tell whether `found`, the count's range, gives too much away."""
        return rule.few.known(found) if self.is_group else found.narrower_than(rule.needed(self))


@dataclass(frozen=True)
class Ledger:
    """What is published already, and so known.

    `beside` are other tables, or other versions of this one, about the very same people.
    `earlier` are older releases of this table, or of tables that share a dimension with it, the
    oldest first. Counts have only grown since then.
    `threshold` is the gate's threshold, if the gate hid the cells of all these tables and readers
    know how; `None` if cells may be hidden by any rule. `kept` says that `earlier` is everything
    in a folder of releases, not what a user has named.
    `instants` number the times that the earlier releases and, last, the table tell of: two tables
    of the same records have the same number. Without them each has its own. `wheres` says which
    people each is about. `together` and `labels` come from inputs: which labels there are, and
    which go together. `aside` are releases that share no dimension, with their instants.
    """

    beside: tuple[PublishedTable, ...] = ()
    earlier: tuple[PublishedTable, ...] = ()
    threshold: int | None = None
    instants: tuple[int, ...] = ()
    wheres: tuple[Where, ...] = ()
    together: Together = field(default_factory=dict)
    labels: Mapping[str, Collection[str]] = field(default_factory=dict)
    aside: tuple[tuple[PublishedTable, int], ...] = ()
    kept: bool = False

    @property
    def compared(self) -> Compared:
        """What an audit with this ledger compares a table with."""
        if self.kept:
            return Compared.LEDGER
        return Compared.EARLIER if self.earlier else Compared.NONE

    @property
    def times(self) -> tuple[int, ...]:
        """The instants of the earlier releases and, last, of the table."""
        return self.instants or tuple(range(len(self.earlier) + 1))

    def releases(self, table: PublishedTable) -> tuple[Release, ...]:
        """Return `table` and everything known beside it, `table` first."""
        *before, now = self.times
        *of_before, of_now = self.wheres or ({},) * (len(self.earlier) + 1)
        held = [
            Release(each, slice(0, now + 1), self.threshold, of_now)
            for each in (table, *self.beside)
        ]
        held += [
            Release(each, slice(0, time + 1), self.threshold, where)
            for each, time, where in zip(self.earlier, before, of_before, strict=True)
        ]
        held += [
            Release(each, slice(0, time + 1), self.threshold, whole=False)
            for each, time in self.aside
        ]
        return tuple(held)

    def universe(self, table: PublishedTable) -> Universe:
        """Return the unknowns of all the tables; raise `BadInput` if these cannot be linked."""
        for each in self.earlier if not self.instants else ():
            others = (table, *self.beside, *(other for other in self.earlier if other is not each))
            if not any(set(each.dimensions) & set(other.dimensions) for other in others):
                reason = "an earlier release must have a dimension of the table"
                raise BadInput(reason, file=each.name, row=1)
        return universe_of(
            self.releases(table),
            self.times[-1] + 1,
            1 + len(self.beside),
            self.together,
            self.labels,
        )

    def cells(self, universe: Universe, table: PublishedTable) -> Iterator[Target]:
        """Yield every hidden cell. Without the gate, also yield each increase of a table's cell."""
        releases = self.releases(table)
        for release in releases:
            for place in release.places():
                low, high = release.bounds(place)
                if low != high:
                    room = None if high is None else high - low
                    unknowns = release.summed(universe, place)
                    yield Target(release.table, place, unknowns, room, least=low)
        if self.threshold is None:
            own, now = releases[0], self.times[-1]
            for since, time in zip(self.earlier, self.times, strict=False):
                for place in own.places() if time < now else ():
                    cells = own.cells(universe, place)
                    unknowns = universe.unknowns(cells, slice(time + 1, None))
                    yield Target(own.table, place, unknowns, since=since)

    def groups(
        self, universe: Universe, table: PublishedTable, completions: Completions, rule: Rule
    ) -> Iterator[tuple[Target, Range]]:
        """Yield the groups that are known too well, even if no table has them as a cell.

        If the gate hid everything, these are groups in every two dimensions. Else they are groups
        in the table's own two of the people who came since an earlier release.
        """
        releases = self.releases(table)
        whole = [each for each in releases if each.whole]
        mine = list(dict.fromkeys(name for name, _ in whole[0].dimensions()))
        every = list(dict.fromkeys(name for each in whole for name, _ in each.dimensions()))
        by_gate = self.threshold is not None
        at_times: dict[int, PublishedTable] = {}
        for each in releases:
            at_times.setdefault(int(each.periods.stop) - 1, each.table)
        now = self.times[-1]
        slices: list[tuple[int, int | None]] = []
        slices += [(time, None) for time in at_times if by_gate]
        slices += [
            (time, since)
            for time in at_times
            for since in at_times
            if since < time and (by_gate or time == now)
        ]
        wheres = [each.where for each in whole] if by_gate else []
        for time, since in slices:
            periods = slice(0 if since is None else since + 1, time + 1)
            for cells, of in people_of(universe, wheres):
                groups = Groups(universe, completions, People(cells, periods, of), rule.few)
                told = None if since is None else at_times[since]
                crossed = groups.crossed(every if by_gate else mine)
                for found in chain(crossed, groups.finest() if by_gate else ()):
                    target = Target(
                        at_times[time], _NOWHERE, found.unknowns, since=told, names=found.names
                    )
                    yield target, found.range


@dataclass(frozen=True)
class Found:
    """A count that is not published, and the range that readers can work out for it."""

    target: Target
    range: Range
    unsafe: bool

    @property
    def labels(self) -> tuple[str, str]:
        """The labels of the cell's row and column, or a group's name."""
        return self.target.names or self.target.table.labels(self.target.place)


@dataclass(frozen=True)
class Audit:
    """What readers can work out from `table` and the ledger's tables together."""

    table: PublishedTable
    ledger: Ledger
    rule: Rule
    found: tuple[Found, ...]

    @property
    def safe(self) -> bool:
        """Whether no count gives too much away."""
        return not self.unsafe

    @property
    def unsafe(self) -> tuple[Found, ...]:
        """The counts that give too much away, in any of the tables or between them."""
        return tuple(each for each in self.found if each.unsafe)

    def ranges(self, table: PublishedTable | None = None) -> Mapping[tuple[str, str], Range]:
        """Return the range of every hidden cell of `table`, by default the audited table."""
        return {each.labels: each.range for each in self._of(table or self.table)}

    def exact(self, table: PublishedTable | None = None) -> tuple[tuple[str, str, int], ...]:
        """Return the cells that readers can work out, as row, column, count."""
        return tuple(
            (*each.labels, each.range.low)
            for each in self._of(table or self.table)
            if each.range.exact
        )

    def as_json(self) -> dict[str, object]:
        """Return the audit for `--json` (docs/evidence.md)."""
        others = (*self.ledger.beside, *self.ledger.earlier)
        return {
            "safe": self.safe,
            **self._table_json(self.table),
            "rule": {
                "width": self.rule.width,
                "threshold": self.rule.threshold,
                "as_the_gate": self.ledger.threshold is not None,
            },
            "others": [{"table": each.name, **self._table_json(each)} for each in others],
            "groups": [
                [each.target.table.name, *each.labels, each.range.low, each.range.high]
                for each in self.unsafe
                if each.target.since is None and each.target.is_group
            ],
            "increases": [
                [each.target.since.name, *each.labels, each.range.low, each.range.high]
                for each in self.unsafe
                if each.target.since is not None
            ],
        }

    def _table_json(self, table: PublishedTable) -> dict[str, object]:
        narrow = [
            [*each.labels, each.range.low, each.range.high]
            for each in self._of(table)
            if each.unsafe and not each.range.exact
        ]
        ranges = {BETWEEN.join(key): [r.low, r.high] for key, r in self.ranges(table).items()}
        exact = [list(each) for each in self.exact(table)]
        return {"exact": exact, "narrow": narrow, "ranges": ranges}

    def _of(self, table: PublishedTable) -> list[Found]:
        return [
            each for each in self.found if each.target.table is table and not each.target.is_group
        ]


def audit(
    table: PublishedTable,
    ledger: Ledger | None = None,
    rule: Rule | None = None,
    progress: Progress = silent,
) -> Audit:
    """Work out the range of every suppressed cell of `table`, given everything published.

    It assumes that counts are whole and not negative, and that readers know nothing more about
    them, unless the ledger has the gate's threshold. Raises `BadInput` if no counts agree with the
    tables, or if the tables cannot be linked. The programmes are those of Fischetti and Salazar
    (2001), “Solving the cell suppression problem on tabular data with linear constraints”,
    Management Science 47(7).

    >>> table = PublishedTable("t", ("", ""), ("w",), ("a", "b"), ((None, 3, 7), (4, 3, 7)))
    >>> audit(table).exact()
    (('w', 'a', 4),)
    """
    ledger, rule = ledger or Ledger(), rule or Rule()
    universe = ledger.universe(table)
    completions = completions_of(universe, ledger.releases(table))
    targets, found = list(ledger.cells(universe, table)), []
    for done, target in enumerate(targets, start=1):
        found_range = completions.range_of(target.unknowns, target.least)
        found.append(Found(target, found_range, target.unsafe(found_range, rule)))
        progress(done, len(targets))
    seen = {each.target.unknowns.tobytes() for each in found if each.unsafe}
    for target, found_range in ledger.groups(universe, table, completions, rule):
        if target.unknowns.tobytes() not in seen:
            seen.add(target.unknowns.tobytes())
            found.append(Found(target, found_range, unsafe=True))
    return Audit(table, ledger, rule, tuple(found))


def completions_of(
    universe: Universe, releases: Sequence[Release], known: Sequence[Whole] = ()
) -> Completions:
    """Return all counts that agree with `releases`; raise `BadInput` if there are none.

    `known` are some counts that may agree.
    """
    try:
        return Completions(system_of(universe, releases), known)
    except Contradiction as error:
        raise _contradiction(releases) from error


def _contradiction(releases: Sequence[Release]) -> BadInput:
    tables = [each.table for each in releases]
    for table in tables:
        for says in _wrong_sums(table) if table.rounded_to == 1 else ():
            return BadInput(says, file=table.name)
    reason = "no whole, not negative counts agree with the table"
    if len(tables) > 1:
        reason += " and with those beside it or before it"
    threshold = releases[0].threshold
    if threshold is not None:
        reason += f", if no zero is hidden and nothing below {threshold} is shown but zeros"
    return BadInput(reason, file=tables[0].name)


def _wrong_sums(table: PublishedTable) -> Iterator[str]:
    lines = [("row", *each) for each in zip(table.row_labels, table.cells, strict=True)]
    across = zip(*table.cells, strict=True)
    lines += [("column", *each) for each in zip(table.column_labels, across, strict=True)]
    for kind, label, (*parts, total) in lines:
        told = sum(each for each in parts if each is not None)
        if total is not None and (told > total or (told < total and None not in parts)):
            yield f"the {kind} “{label}” comes to {told}; its total says {total}"
