"""Shares willing to report, from a CSV file: a row for each series, period and scope."""

from __future__ import annotations

from pathlib import Path

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.rates.estimate import LEVEL
from unsilenced.evidence.rates.proportion import share
from unsilenced.evidence.reporting.period import span_of
from unsilenced.evidence.reporting.series import Point, Series, in_time
from unsilenced.evidence.schema.sheet import read_sheet

COLUMNS = ("series", "period", "scope", "willing", "asked")


def read_asked(path: Path, level: float = LEVEL) -> tuple[Series, ...]:
    """Read the series of a file with the columns `series,period,scope,willing,asked`.

    A period is `2012`, `2012-07`, or two of these with a slash between. Raises `BadInput`, with
    row and column, for other periods, for more willing than asked, and if the same series, period
    and scope occur twice.
    """
    sheet = read_sheet(path)
    at = {name: sheet.index(name) for name in COLUMNS}
    if len(sheet.header) > len(COLUMNS):
        known = ", ".join(COLUMNS)
        raise BadInput(f"there are other columns than {known}", file=sheet.file, row=1)
    found: dict[tuple[str, str], list[Point]] = {}
    seen: set[tuple[str, ...]] = set()
    for line in sheet.lines:
        name, period, scope = (line.values[at[column]] for column in COLUMNS[:3])
        for column in COLUMNS[:3]:
            if not line.values[at[column]]:
                raise sheet.bad(line, at[column], "is empty")
        span = span_of(period)
        if span is None:
            reason = f"“{period[:40]}” is no period like 2012, 2012-07 or 2012/2013"
            raise sheet.bad(line, at["period"], reason)
        willing, asked = (sheet.count(line, at[column]) for column in COLUMNS[3:])
        if willing > asked:
            reason = f"{willing} willing of {asked} asked: there cannot be more"
            raise sheet.bad(line, at["willing"], reason)
        if (name, period, scope) in seen:
            reason = f"{name}, {period}, {scope} stands there twice"
            raise BadInput(reason, file=sheet.file, row=line.number)
        seen.add((name, period, scope))
        point = Point(period, span, share(willing, asked, level), willing, asked)
        found.setdefault((name, scope), []).append(point)
    if not found:
        raise BadInput("there are no rows below the header", file=sheet.file)
    return tuple(
        Series(name, "", scope, "share", in_time(points))
        for (name, scope), points in sorted(found.items())
    )
