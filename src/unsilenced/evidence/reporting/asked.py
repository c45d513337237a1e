"""Shares willing to report, from a CSV file: a row for each series, period and scope."""

from __future__ import annotations

from pathlib import Path

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.periods import NoPeriod, months_of
from unsilenced.evidence.rates.estimate import LEVEL
from unsilenced.evidence.rates.proportion import share
from unsilenced.evidence.reporting.period import Span
from unsilenced.evidence.reporting.series import Point, Series, in_time
from unsilenced.evidence.schema.sheet import Line, Sheet, read_sheet

COLUMNS = ("series", "period", "scope", "willing", "asked")


def read_asked(path: Path, level: float = LEVEL) -> tuple[Series, ...]:
    """Read the series of a file with the columns `series,period,scope,willing,asked`.

    Periods are whole months, as `periods.months_of` reads them. Raises `BadInput`, with row and
    column, for other periods, for more willing than asked, and if the same series, period
    and scope occur twice.
    """
    sheet = read_sheet(path)
    at = {name: sheet.index(name) for name in COLUMNS}
    if len(sheet.header) > len(COLUMNS):
        known = ", ".join(COLUMNS)
        raise BadInput(f"there are other columns than {known}", file=sheet.file, row=1)
    spans = _spans(sheet, at["period"])
    found: dict[tuple[str, str], list[Point]] = {}
    seen: set[tuple[str, ...]] = set()
    for line in sheet.lines:
        name, period, scope = (line.values[at[column]] for column in COLUMNS[:3])
        for column in COLUMNS[:3]:
            if not line.values[at[column]]:
                raise sheet.bad(line, at[column], "is empty")
        willing, asked = (sheet.count(line, at[column]) for column in COLUMNS[3:])
        if willing > asked:
            reason = f"{willing} willing of {asked} asked: there cannot be more"
            raise sheet.bad(line, at["willing"], reason)
        if (name, period, scope) in seen:
            reason = f"{name}, {period}, {scope} stands there twice"
            raise BadInput(reason, file=sheet.file, row=line.number)
        seen.add((name, period, scope))
        point = Point(period, spans[period], share(willing, asked, level), willing, asked)
        found.setdefault((name, scope), []).append(point)
    if not found:
        raise BadInput("there are no rows below the header", file=sheet.file)
    return tuple(
        Series(name, "", scope, "share", in_time(points))
        for (name, scope), points in sorted(found.items())
    )


def _spans(sheet: Sheet, column: int) -> dict[str, Span]:
    """Return when each period of a column is; what is empty is left out."""
    lines: dict[str, Line] = {}
    for line in sheet.lines:
        if line.values[column]:
            lines.setdefault(line.values[column], line)
    try:
        return {text: Span(*months) for text, months in months_of(lines).items()}
    except NoPeriod as error:
        raise sheet.bad(lines[error.text], column, str(error)) from error
