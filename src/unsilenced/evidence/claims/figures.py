"""Figures made of a row of data: counted ones with exact intervals, published ones as they are."""

from __future__ import annotations

from unsilenced.evidence.claims.claim import Figure, Unit
from unsilenced.evidence.claims.dataset import Dataset
from unsilenced.evidence.claims.reading import Row
from unsilenced.evidence.rates.estimate import LEVEL, Estimate, nothing_known
from unsilenced.evidence.rates.proportion import share

AS_PUBLISHED = "as published"
NO_DENOMINATOR = "no denominator is given"
CREDIBLE = "(CrI)"
ROUNDED = "Clopper-Pearson over the counts that a rounded percentage can stand for"
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
    """Return a value without an interval, and the reason why it has none.

    `how` is how exactly it is meant, such as “at least”.
    """
    reason = f"its source says “{how}”, and {unknown}" if how else unknown
    return Estimate(value, None, None, LEVEL, AS_PUBLISHED, reason)


def published_percent(row: Row, column: str, unknown: str = NO_DENOMINATOR) -> Estimate:
    """Return a share for which the source gives only the percentage."""
    said = row.amount(column)
    if said.value > _PERCENT:
        raise row.bad(column, f"{said.value:g} percent is no share")
    return published(said.value / _PERCENT, unknown, said.how)


def percent_of(row: Row, column: str, trials: int) -> Estimate:
    """Return the share of `trials` that a rounded percentage stands for.

    The interval is Clopper and Pearson's, from the smallest to the largest count whose percentage
    rounds to the given one. Raises `BadInput` if no count does.
    """
    text = row.text(column)
    given = row.amount(column).value
    half = 0.5 * 10.0 ** -len(text.partition(".")[2]) + 1e-9
    fits = [n for n in range(trials + 1) if abs(_PERCENT * n / trials - given) <= half]
    if not fits:
        raise row.bad(column, f"{text} percent of {trials} is no whole number")
    least, most = share(fits[0], trials), share(fits[-1], trials)
    if len(fits) == 1:
        return least
    return Estimate(given / _PERCENT, least.low, most.high, LEVEL, ROUNDED)


def published_interval(row: Row, column: str, value: float) -> Estimate:
    """Return a value with the interval of 95% that its source gives, such as “1.96-4.57”.

    Raises `BadInput` where the interval leaves the value out.
    """
    low, high = row.numbers(column, r"([0-9.]+)-([0-9.]+)(?: \(CrI\))?")
    if not low <= value <= high:
        raise row.bad(column, f"{row.text(column)} leaves {value:g} out")
    kind = "credible interval" if row.text(column).endswith(CREDIBLE) else "interval"
    return Estimate(value, low, high, LEVEL, f"{kind} {AS_PUBLISHED}")


def count(
    row: Row, quantity: str, unknown: str, *, column: str = "value", period: str | None = None
) -> Figure:
    """Return a count as its source gives it, labelled by what the source says it measures."""
    said = row.amount(column)
    return figure(
        row,
        row.text("measure"),
        quantity,
        published(said.value, unknown, said.how),
        Unit.COUNT,
        counted="",
        column=column,
        period=period,
    )


def lacking(dataset: Dataset, label: str, quantity: str, unit: Unit, reason: str) -> Figure:
    """Return a deciding figure that the file ought to give but does not, and the reason."""
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
