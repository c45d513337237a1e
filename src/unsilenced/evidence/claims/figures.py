"""Figures made of a row of data: counted ones with exact intervals, published ones as they are."""

from __future__ import annotations

from unsilenced.evidence.claims.claim import Figure, Unit
from unsilenced.evidence.claims.dataset import Dataset
from unsilenced.evidence.claims.reading import Row
from unsilenced.evidence.rates.estimate import LEVEL, Estimate, nothing_known

AS_PUBLISHED = "as published"
NO_DENOMINATOR = "no denominator is given"
_PERCENT = 100


def figure(  # noqa: PLR0913 - a figure stands beside all of this
    row: Row,
    label: str,
    quantity: str,
    estimate: Estimate,
    unit: Unit,
    *,
    counted: str,
    column: str = "value",
    period: str | None = None,
    decides: bool = False,
) -> Figure:
    """Return a figure read from a row's `column`, of the row's own period unless one is given."""
    return Figure(
        label=label,
        quantity=quantity,
        estimate=estimate,
        unit=unit,
        counted=counted,
        period=row.text("period") if period is None else period,
        said=row.text(column),
        source=row.source,
        dataset=row.dataset,
        rows=(row.line,),
        decides=decides,
    )


def published(value: float, unknown: str, how: str = "") -> Estimate:
    """Return a value that stands without an interval, and why.

    `how` is how exactly it is meant, such as “at least”.
    """
    reason = f"{how} is all its source says, and {unknown}" if how else unknown
    return Estimate(value, None, None, LEVEL, AS_PUBLISHED, reason)


def published_percent(row: Row, column: str, unknown: str = NO_DENOMINATOR) -> Estimate:
    """Return a share of which only the percentage is given."""
    said = row.amount(column)
    if said.value > _PERCENT:
        raise row.bad(column, f"{said.value:g} percent is no share")
    return published(said.value / _PERCENT, unknown, said.how)


def count_behind(row: Row, column: str, trials: int) -> int:
    """Return how many of `trials` a percentage stands for; raise `BadInput` unless one count fits.

    A count fits if its percentage, rounded as the one that is given, is the same.
    """
    text = row.text(column)
    decimals = len(text.partition(".")[2])
    given = row.amount(column).value
    fits = [n for n in range(trials + 1) if round(_PERCENT * n / trials, decimals) == given]
    if len(fits) != 1:
        raise row.bad(column, f"{text} percent of {trials} could be {len(fits)} counts")
    return fits[0]


def lacking(dataset: Dataset, label: str, quantity: str, unit: Unit, reason: str) -> Figure:
    """Return the deciding figure that a file would have to give and does not, and why."""
    return Figure(
        label=label,
        quantity=quantity,
        estimate=nothing_known(reason, LEVEL, "none"),
        unit=unit,
        counted="not in the data",
        period="",
        said="",
        source="no row of the data",
        dataset=dataset,
        rows=(),
        decides=True,
    )
