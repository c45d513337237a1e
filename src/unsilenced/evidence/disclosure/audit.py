"""The audit: what somebody who reads a table, and those beside it, can work out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from unsilenced.evidence.disclosure import THRESHOLD
from unsilenced.evidence.disclosure.compared import Compared
from unsilenced.evidence.disclosure.published import BETWEEN, PublishedTable
from unsilenced.evidence.disclosure.ranges import Completions, Contradiction, Range
from unsilenced.evidence.disclosure.system import (
    Place,
    Release,
    Universe,
    Whole,
    system_of,
    universe_of,
)
from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.progress import Progress, silent
from unsilenced.evidence.sheet import LARGEST_COUNT


@dataclass(frozen=True, slots=True)
class Rule:
    """What makes a table safe.

    The range of every suppressed cell is at least `width` wide: 1, the least there is, only asks
    that no cell can be worked out. What came between two releases must not be known to be more
    than nothing and fewer than `threshold`.
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
        # A rounded 0 leaves so much room by itself, and nothing is to leave it less.
        return min(target.room, (target.table.rounded_to - 1) // 2)

    def small(self, increase: Range) -> bool:
        """Tell whether an increase is known to be of a few people, and of how few."""
        few = increase.high is not None and increase.high < self.threshold
        return few and increase.low > 0 and increase.narrower_than(self.width)


@dataclass(frozen=True)
class Target:
    """A count that is not published: a hidden cell, or what came to a cell since a release.

    `room` is how far the ends of a cell's range are apart by itself, if it is rounded.
    """

    table: PublishedTable
    place: Place
    unknowns: Whole
    room: int | None = None
    since: PublishedTable | None = None

    def unsafe(self, found: Range, rule: Rule) -> bool:
        """Tell whether `found`, the count's range, gives too much away."""
        if self.since is not None:
            return rule.small(found)
        return found.narrower_than(rule.needed(self))


@dataclass(frozen=True)
class Ledger:
    """What is published already and stays known.

    `beside` are other tables, or other versions of this one, of the very same people; `earlier`
    are releases from before, of this table or of one that shares a dimension with it, the oldest
    first, since when counts have only grown.
    `threshold` is the gate's, where it hid the cells of all of them and readers know how; `None`
    where cells may be hidden by any rule. `kept` says that `earlier` is all that a folder of
    releases holds, not what somebody has named.
    """

    beside: tuple[PublishedTable, ...] = ()
    earlier: tuple[PublishedTable, ...] = ()
    threshold: int | None = None
    kept: bool = False

    @property
    def compared(self) -> Compared:
        """What a table that is audited with this is compared with."""
        if self.kept:
            return Compared.LEDGER
        return Compared.EARLIER if self.earlier else Compared.NONE

    def releases(self, table: PublishedTable) -> tuple[Release, ...]:
        """Return `table` and all that is to be known beside it, `table` first."""
        held = [(each, slice(None)) for each in (table, *self.beside)]
        held += [(each, slice(0, number)) for number, each in enumerate(self.earlier, start=1)]
        return tuple(Release(each, periods, self.threshold) for each, periods in held)

    def universe(self, table: PublishedTable) -> Universe:
        """Return the unknowns of all of them; raise `BadInput` where they cannot be linked."""
        for each in self.earlier:
            others = (table, *self.beside, *(other for other in self.earlier if other is not each))
            if not any(set(each.dimensions) & set(other.dimensions) for other in others):
                reason = "an earlier release must have a dimension of the table"
                raise BadInput(reason, file=each.name, row=1)
        return universe_of(self.releases(table), len(self.earlier) + 1)

    def targets(self, universe: Universe, table: PublishedTable) -> Iterator[Target]:
        """Yield every count that must not be worked out."""
        releases = self.releases(table)
        for release in releases:
            for place in release.table.places():
                low, high = release.bounds(place)
                if low != high:
                    unknowns = universe.summed(release.table, place, release.periods)
                    room = None if high is None else high - low
                    yield Target(release.table, place, unknowns, room)
        for number, since in enumerate(self.earlier, start=1):
            for place in table.places():
                unknowns = universe.summed(table, place, slice(number, None))
                yield Target(table, place, unknowns, since=since)


@dataclass(frozen=True)
class Found:
    """A count that is not published, and the range that can be worked out for it."""

    target: Target
    range: Range
    unsafe: bool

    @property
    def labels(self) -> tuple[str, str]:
        """The labels of the cell's row and column."""
        return self.target.table.labels(self.target.place)


@dataclass(frozen=True)
class Audit:
    """What can be worked out from `table` and the ledger's tables together."""

    table: PublishedTable
    ledger: Ledger
    rule: Rule
    found: tuple[Found, ...]

    @property
    def safe(self) -> bool:
        """Whether nothing gives too much away."""
        return not self.unsafe

    @property
    def unsafe(self) -> tuple[Found, ...]:
        """What gives too much away, in any of the tables or between them."""
        return tuple(each for each in self.found if each.unsafe)

    def ranges(self, table: PublishedTable | None = None) -> Mapping[tuple[str, str], Range]:
        """Return the range of every hidden cell of `table`: the audited one, unless told."""
        return {each.labels: each.range for each in self._of(table or self.table)}

    def exact(self, table: PublishedTable | None = None) -> tuple[tuple[str, str, int], ...]:
        """Return the cells that can be worked out, as row, column, count."""
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
            each for each in self.found if each.target.table is table and each.target.since is None
        ]


def audit(
    table: PublishedTable,
    ledger: Ledger | None = None,
    rule: Rule | None = None,
    progress: Progress = silent,
) -> Audit:
    """Work out the range of every suppressed cell of `table`, given all that is published.

    Counts are taken to be whole and not negative, and nothing more to be known of them, unless
    the ledger has the gate's threshold. Raises `BadInput` if no counts agree with the tables, or
    the tables cannot be linked. The programmes are those of Fischetti and Salazar (2001), “Solving
    the cell suppression problem on tabular data with linear constraints”, Management Science 47(7).

    >>> table = PublishedTable("t", ("", ""), ("w",), ("a", "b"), ((None, 3, 7), (4, 3, 7)))
    >>> audit(table).exact()
    (('w', 'a', 4),)
    """
    ledger, rule = ledger or Ledger(), rule or Rule()
    universe = ledger.universe(table)
    completions = completions_of(universe, ledger.releases(table))
    targets, found = list(ledger.targets(universe, table)), []
    for done, target in enumerate(targets, start=1):
        found_range = completions.range_of(target.unknowns)
        found.append(Found(target, found_range, target.unsafe(found_range, rule)))
        progress(done, len(targets))
    return Audit(table, ledger, rule, tuple(found))


def completions_of(universe: Universe, releases: Sequence[Release]) -> Completions:
    """Return all counts that agree with `releases`; raise `BadInput` if there are none."""
    try:
        return Completions(system_of(universe, releases))
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
