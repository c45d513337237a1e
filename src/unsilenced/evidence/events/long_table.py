"""Panels from a long CSV file: a row for each unit, period and outcome."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.events.panel import Panel
from unsilenced.evidence.periods import NoPeriod, in_order
from unsilenced.evidence.schema.sheet import Line, Sheet, read_sheet

UNIT, PERIOD, OUTCOME, COUNT, EXPOSURE = "unit", "period", "outcome", "count", "exposure"

_NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]{1,15})?")


@dataclass(frozen=True, slots=True)
class _Cell:
    count: int
    exposure: float | None


def read_panels(path: Path) -> tuple[Panel, ...]:
    """Read a panel for each outcome; outcomes and units in the order of names.

    So random draws, which use places, do not depend on the order of the rows.
    The columns are `unit`, `period` and `count`, perhaps `outcome` and `exposure`, and no others.
    Raises `BadInput`, with row and column, for a wrong count, an exposure that is not above 0, and
    the same unit, period and outcome twice. It also raises it if a unit has no row for a period
    that another unit has: what was not counted is not 0.
    """
    sheet = read_sheet(path)
    for name in sheet.header:
        if name not in {UNIT, PERIOD, OUTCOME, COUNT, EXPOSURE}:
            raise BadInput(f"there is a column “{name}” that is not known", file=sheet.file)
    at = {name: sheet.index(name) for name in (UNIT, PERIOD, COUNT)}
    more = {name: sheet.header.index(name) for name in (OUTCOME, EXPOSURE) if name in sheet.header}
    found: dict[str, dict[tuple[str, str], _Cell]] = {}
    rows: dict[str, Line] = {}
    for line in sheet.lines:
        outcome = _text(sheet, line, more[OUTCOME]) if OUTCOME in more else COUNT
        key = (_text(sheet, line, at[UNIT]), _text(sheet, line, at[PERIOD]))
        rows.setdefault(key[1], line)
        cells = found.setdefault(outcome, {})
        if key in cells:
            of = ", ".join((*key, outcome) if OUTCOME in more else key)
            raise BadInput(f"{of} stands there twice", file=sheet.file, row=line.number)
        exposure = _exposure(sheet, line, more[EXPOSURE]) if EXPOSURE in more else None
        cells[key] = _Cell(sheet.count(line, at[COUNT]), exposure)
    if not found:
        raise BadInput("there are no rows below the header", file=sheet.file)
    try:
        periods = tuple(in_order(rows))
    except NoPeriod as error:
        raise sheet.bad(rows[error.text], at[PERIOD], str(error)) from error
    return tuple(
        _panel(sheet.file, outcome, cells, periods) for outcome, cells in sorted(found.items())
    )


def chosen(panels: Sequence[Panel], outcomes: Sequence[str]) -> tuple[Panel, ...]:
    """Return the panels of the named outcomes, or of all if none is named.

    Raises `BadInput` for an unknown outcome.
    """
    named = {panel.outcome: panel for panel in panels}
    for outcome in outcomes:
        if outcome not in named:
            raise BadInput(f"there is no outcome “{outcome}”; there are: {', '.join(named)}")
    return tuple(named[outcome] for outcome in dict.fromkeys(outcomes or named))


def _panel(
    file: str, outcome: str, cells: dict[tuple[str, str], _Cell], known: Sequence[str]
) -> Panel:
    units = tuple(sorted({unit for unit, _ in cells}))
    counted = {period for _, period in cells}
    periods = tuple(period for period in known if period in counted)
    missing = [
        (unit, period) for unit in units for period in periods if (unit, period) not in cells
    ]
    if missing:
        unit, period = missing[0]
        of = "" if outcome == COUNT else f" of {outcome}"
        more = f" (and {len(missing) - 1:,} more are missing)" if len(missing) > 1 else ""
        reason = f"{unit} has no row{of} for {period}{more}; write 0 where nothing was counted"
        raise BadInput(reason, file=file)
    rows = [[cells[unit, period] for period in periods] for unit in units]
    exposures = [[cell.exposure for cell in row] for row in rows]
    return Panel(
        outcome,
        units,
        periods,
        np.array([[cell.count for cell in row] for row in rows], dtype=np.float64),
        None if exposures[0][0] is None else np.array(exposures, dtype=np.float64),
    )


def _text(sheet: Sheet, line: Line, column: int) -> str:
    text = line.values[column]
    if not text:
        raise sheet.bad(line, column, "is empty")
    return text


def _exposure(sheet: Sheet, line: Line, column: int) -> float:
    text = line.values[column]
    if not _NUMBER.fullmatch(text) or not float(text):
        raise sheet.bad(line, column, f"“{text[:40]}” is no number above 0, like 675 or 675.5")
    return float(text)
