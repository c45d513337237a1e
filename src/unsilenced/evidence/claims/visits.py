"""The premises that the Met's unit SCD9 visited, for each of the overlapping periods."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from unsilenced.evidence.claims.claim import Figure, Unit
from unsilenced.evidence.claims.dataset import Dataset
from unsilenced.evidence.claims.figures import figure
from unsilenced.evidence.claims.reading import Row, row
from unsilenced.evidence.rates.poisson import rate
from unsilenced.evidence.rates.ratio import rate_ratio

VISITED = Dataset("claims/scd9_brothel_visits.csv")
COLUMN = "brothel_premises_visited"
PERIODS = ("2010", "2011", "2010/11", "2011/12 to date")
COMPARED = (("2010", "2011"), ("2010/11", "2011/12 to date"))
PERIOD_KINDS = {
    "calendar": "calendar years",
    "financial": "financial years",
    "financial_part": "part of a financial year",
}
YEAR = 365


@dataclass(frozen=True, slots=True)
class Visits:
    """How many premises the unit visited in how many days."""

    row: Row
    premises: int
    days: int

    @property
    def said(self) -> str:
        """What was counted."""
        return f"{self.premises} premises in {self.days} days ({self.period_kind})"

    @property
    def period_kind(self) -> str:
        """What kind of period it is."""
        return PERIOD_KINDS[self.row.text("period_type")]


def visits(period: str) -> Visits:
    """Return the visits of a period by its label; raise `BadInput` if it ends before it begins."""
    found = row(VISITED, period_label=period)
    first, last = _day(found, "period_start"), _day(found, "period_end")
    if last < first or found.text("period_type") not in PERIOD_KINDS:
        raise found.bad("period_end", "the period is none that can be read")
    return Visits(found, found.whole(COLUMN), (last - first).days + 1)


def yearly() -> tuple[Figure, ...]:
    """Return the visits a year of each period; they overlap and are never added."""
    return tuple(
        figure(
            each.row,
            f"Premises visited by SCD9, {each.row.text('period_label')}, a year",
            f"premises visited by SCD9 a year, {each.period_kind}",
            rate(each.premises, each.days, per=YEAR),
            Unit.RATE,
            counted=each.said,
            column=COLUMN,
            period=each.row.text("period_label"),
        )
        for each in map(visits, PERIODS)
    )


def compared() -> tuple[Figure, ...]:
    """Return how visits changed between periods of one kind that do not overlap."""
    return tuple(_change(visits(earlier), visits(later)) for earlier, later in COMPARED)


def _change(earlier: Visits, later: Visits) -> Figure:
    labels = [each.row.text("period_label") for each in (later, earlier)]
    ratio = rate_ratio(later.premises, later.days, earlier.premises, earlier.days).ratio
    change = figure(
        later.row,
        f"Visits by SCD9 in all London, {labels[0]} against {labels[1]}",
        f"change of SCD9's visits, {labels[1]} to {labels[0]}",
        ratio,
        Unit.RATIO,
        counted=f"{later.said}; {earlier.said}",
        column=COLUMN,
        period=" against ".join(labels),
    )
    said = f"{later.premises}; {earlier.premises}"
    return replace(change, said=said, rows=(earlier.row.line, later.row.line))


def _day(found: Row, column: str) -> date:
    try:
        return date.fromisoformat(found.text(column))
    except ValueError as error:
        raise found.bad(column, "is no day") from error
