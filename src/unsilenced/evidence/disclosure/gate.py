"""The gate: the only place where a table becomes a released one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, final

from unsilenced.evidence.disclosure import THRESHOLD
from unsilenced.evidence.disclosure.audit import Audit, Ledger, Rule, audit
from unsilenced.evidence.disclosure.compared import Compared
from unsilenced.evidence.disclosure.complementary import Hiding
from unsilenced.evidence.disclosure.counts import Counts
from unsilenced.evidence.disclosure.published import (
    NAMES_BETWEEN,
    SUPPRESSED,
    PublishedTable,
    check_no_formula,
    noted,
)
from unsilenced.evidence.disclosure.sealed import Sealed
from unsilenced.evidence.disclosure.stopping import stopped
from unsilenced.evidence.disclosure.system import Place
from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.progress import Progress, Stage, silent, unseen
from unsilenced.evidence.spelling import check_text

_GATE: Final = object()
_PUBLICATION: Final = re.compile(r"https://[\w-]+(\.[\w-]+)+(:[0-9]+)?([/?#]\S*)?\Z")
_LISTED: Final = 8


@final
class Released(Sealed):
    """A table that may be published: pictures, tables and downloads are made from it.

    Only the gate makes one, by `release` or `already_public`: only it has the key for that.
    """

    __slots__ = ("_audit", "_source", "_table")
    _table: PublishedTable
    _audit: Audit | None
    _source: str | None

    def __init__(
        self,
        key: object,
        table: PublishedTable,
        *,
        audit: Audit | None = None,
        source: str | None = None,
    ) -> None:
        if key is not _GATE:
            raise TypeError("only the gate releases tables: see release()")
        if not isinstance(table, PublishedTable):
            raise TypeError("only a table that was audited is released")
        object.__setattr__(self, "_table", table)
        object.__setattr__(self, "_audit", audit)
        object.__setattr__(self, "_source", source)

    @property
    def table(self) -> PublishedTable:
        """The table in the form that may be published."""
        return self._table

    @property
    def audit(self) -> Audit | None:
        """The audit that the table passed; none if its source has published it already."""
        return self._audit

    @property
    def compared(self) -> Compared:
        """Which earlier releases the table was compared with: none if it is public already."""
        return Compared.NONE if self._audit is None else self._audit.ledger.compared

    @property
    def source(self) -> str | None:
        """Where the table is public already, according to the user; none if it was audited."""
        return self._source

    def as_rows(self) -> list[list[str]]:
        """Return the table as it is written: a header, the rows, the totals."""
        table = self._table
        corner = NAMES_BETWEEN.join(table.dimensions) if all(table.dimensions) else ""
        written = [[noted(corner, self.compared), *table.column_labels]]
        for label, row in zip(table.row_labels, table.cells, strict=True):
            written.append([label, *(SUPPRESSED if n is None else str(n) for n in row)])
        return written

    def as_json(self) -> dict[str, object]:
        """Return the table and its audit for `--json` (docs/evidence.md)."""
        audit = {} if self._audit is None else self._audit.as_json()
        return {**audit, "released": True, "reason": None, "table": self.as_rows()}


@dataclass(frozen=True)
class Refused:
    """A table that must not be published, and what readers could work out from it."""

    reason: str
    audit: Audit

    def as_json(self) -> dict[str, object]:
        """Return the reason and the audit for `--json` (docs/evidence.md)."""
        refused = {"safe": False, "released": False, "reason": self.reason, "table": None}
        return {**self.audit.as_json(), **refused}


def release(
    table: PublishedTable,
    ledger: Ledger | None = None,
    rule: Rule | None = None,
    progress: Progress = silent,
) -> Released | Refused:
    """Release a table that is ready for publishing, or refuse it.

    The gate refuses a table that shows a count below the rule's threshold, or from which readers
    can work out a hidden one. Raises `BadInput` if the table contradicts itself or the ledger, or
    has a label that a spreadsheet runs or that is not a single line of text.
    """
    _check_labels(table)
    rule = rule or Rule(width=THRESHOLD, threshold=THRESHOLD)
    found = audit(table, _known(ledger, rule), rule, progress)
    small = _small(table, found.rule.threshold)
    if small:
        shown = ", ".join(f"{row} and {column}" for row, column in small[:_LISTED])
        if len(small) > _LISTED:
            shown += f", and {len(small) - _LISTED:,} more"
        return Refused(f"It shows counts below {found.rule.threshold}: {shown}.", found)
    if not found.safe:
        return Refused(f"{len(found.unsafe)} counts that it hides could be worked out.", found)
    return Released(_GATE, table, audit=found)


def already_public(table: PublishedTable, source: str) -> Released:
    """Release, unchanged, a table whose figures `source` (an address) has published.

    If they are really there, nobody can learn anything new from the table. We do not look at the
    address, and what we publish says so. Not for sums or differences that we made. Raises
    `BadInput` like `check_publication`, and for a label that a spreadsheet runs.
    """
    check_publication(source)
    _check_labels(table)
    return Released(_GATE, table, source=source)


def check_publication(address: str) -> None:
    """Raise `BadInput` unless `address` begins https:// and names a host with a dot in it."""
    if not _PUBLICATION.match(address):
        raise BadInput(
            f"“{address}” is no address of a publication, such as https://example.org/counts"
        )


def disclose(  # noqa: PLR0913 - each is a separate choice
    counts: Counts,
    ledger: Ledger | None = None,
    rule: Rule | None = None,
    *,
    rounded_to: int = 1,
    complementary: bool = True,
    stage: Stage = unseen,
) -> Released | Refused:
    """Hide what must be hidden in `counts`, audit the rest, and release or refuse it.

    It hides all counts, including totals, that are not zero but below the rule's threshold. Then,
    if `complementary`, it hides as many more as are needed to make every hidden cell's range as
    wide as the rule says. It rounds each of the others by itself to the nearest multiple of
    `rounded_to`, so that they need not add up. It reports its progress to `stage`.

    >>> from unsilenced.evidence.disclosure.counts import counts_of
    >>> cells = {("w", "a"): 2, ("w", "b"): 30, ("x", "a"): 40, ("x", "b"): 50}
    >>> released = disclose(counts_of(cells, ("unit", "outcome"), "t"))
    >>> for row in released.as_rows()[1:]:
    ...     print(*row)
    w x x 32
    x x x 90
    Total 42 80 122
    """
    rule = rule or Rule(width=THRESHOLD, threshold=THRESHOLD)
    ledger = _known(ledger, rule)
    small = counts.small(rule.threshold)
    hidden: frozenset[Place] | None = small
    if complementary:
        hidden = Hiding(counts, ledger, rule, rounded_to).enough(small, stage)
    if hidden is None:
        return _refused(counts, ledger, rule, counts.published(small, rounded_to))
    table = counts.published(hidden, rounded_to)
    answer = release(table, ledger, rule, stage("Auditing"))
    if isinstance(answer, Released) and not any(map(_tells, table.cells)):
        found = audit(table, ledger, rule)
        return Refused("Nothing would be left to publish but zeros.", found)
    return answer


def _refused(counts: Counts, ledger: Ledger, rule: Rule, small: PublishedTable) -> Refused:
    """Return why no hiding helps; `small` is the table that hides only the small counts."""
    reason, found = stopped(counts, ledger, rule) or (
        "No further hiding keeps what it hides from being worked out.",
        audit(small, ledger, rule),
    )
    return Refused(reason, found)


def _check_labels(table: PublishedTable) -> None:
    for label in (*table.dimensions, *table.rows, *table.columns):
        try:
            check_no_formula(label)
            check_text(label)
        except ValueError as error:
            raise BadInput(str(error), file=table.name) from error


def _known(ledger: Ledger | None, rule: Rule) -> Ledger:
    """Return the ledger with what readers know about how the gate hides."""
    return replace(ledger or Ledger(), threshold=rule.threshold)


def _small(table: PublishedTable, threshold: int) -> list[tuple[str, str]]:
    cells = [(place, table.bounds(place)) for place in table.places()]
    return [
        table.labels(at)
        for at, (low, high) in cells
        if low > 0 and high is not None and high < threshold
    ]


def _tells(row: Sequence[int | None]) -> bool:
    return any(row)
