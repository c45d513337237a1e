"""Visits of units in periods, and which of them can be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.events.long_table import PERIOD, UNIT
from unsilenced.evidence.events.panel import Panel, Truths
from unsilenced.evidence.periods import NoPeriod, in_order
from unsilenced.evidence.schema.sheet import Line, read_sheet


@dataclass(frozen=True, slots=True, eq=False)
class Visits:
    """Where and when there were visits: true or false for each unit and period of a panel.

    It leaves out `outside` rows, whose periods the panel does not have.
    """

    visited: Truths
    outside: int


def read_visits(path: Path, contacts: Panel) -> Visits:
    """Read visits from a CSV file with the columns `unit` and `period`; ignore other columns.

    Several visits to a unit in a period count as one. Raises `BadInput` for a unit without contacts
    in the panel, which may be a misspelling, for a period that is not written as those of the
    contacts are, and if no visit is left.
    """
    sheet = read_sheet(path)
    unit, period = sheet.index(UNIT), sheet.index(PERIOD)
    rows = {name: at for at, name in enumerate(contacts.units)}
    visited = np.zeros(contacts.counts.shape, dtype=bool)
    outside = 0
    lines: dict[str, Line] = {}
    for line in sheet.lines:
        name, when = line.values[unit], line.values[period]
        if name not in rows:
            raise sheet.bad(line, unit, f"there are no contacts of “{name[:40]}”")
        if not when:
            raise sheet.bad(line, period, "is empty")
        lines.setdefault(when, line)
    try:
        in_order({*contacts.periods, *lines})
    except NoPeriod as error:
        first = lines.get(error.text) or next(iter(lines.values()))
        raise sheet.bad(first, period, f"beside the contacts: {error}") from error
    columns = {name: at for at, name in enumerate(contacts.periods)}
    for line in sheet.lines:
        name, when = line.values[unit], line.values[period]
        if when in columns:
            visited[rows[name], columns[when]] = True
        else:
            outside += 1
    if not visited.any():
        raise BadInput("no visit is in a period of the contacts", file=sheet.file)
    return Visits(visited, outside)
