"""Makes panels from a table with a row for each incident, which it adds up where the table is."""

from __future__ import annotations

import numpy as np

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.events.long_table import COUNT, EXPOSURE, OUTCOME, PERIOD, UNIT
from unsilenced.evidence.events.panel import Panel
from unsilenced.evidence.periods import NoPeriod, in_order
from unsilenced.evidence.schema.sheet import LARGEST_COUNT
from unsilenced.evidence.tables.analyses import panel, where_is
from unsilenced.evidence.tables.cells import MOST_CELLS
from unsilenced.evidence.tables.source import Source


def count_panels(source: Source) -> tuple[Panel, ...]:
    """Return a panel for each outcome, all of the same units and periods, in the order of names.

    The columns are `unit` and `period`, perhaps `outcome`, and perhaps `count`, which says how many
    incidents a row stands for; it ignores others. A unit without a row for an outcome in a period
    counts 0 there. Units and periods without any row are unknown, so no panel has them. Raises
    `BadInput` for a wrong row, for `exposure`, which incidents do not have, and for more than
    `MOST_CELLS` counts.
    """
    columns = source.table.columns
    if EXPOSURE in columns:
        reason = "exposure is of units and periods, and not added up: leave the column out"
        raise BadInput(reason, file=source.name, column=EXPOSURE)
    outcome, count = (name if name in columns else None for name in (OUTCOME, COUNT))
    cells = panel(source, UNIT, PERIOD, outcome, count)
    outcomes = sorted({cell.outcome for cell in cells})
    units = sorted({cell.unit for cell in cells})
    try:
        periods = tuple(in_order(cell.period for cell in cells))
    except NoPeriod as error:
        raise where_is(source, PERIOD, error.text, str(error)) from error
    size = len(outcomes) * len(units) * len(periods)
    if size > MOST_CELLS:
        reason = f"there would be {size:,} counts by {UNIT}, {PERIOD} and {OUTCOME}"
        raise BadInput(f"{reason}; at most {MOST_CELLS:,}", file=source.name)
    places = [{name: at for at, name in enumerate(each)} for each in (outcomes, units, periods)]
    counts = np.zeros((len(outcomes), len(units), len(periods)))
    for cell in cells:
        if cell.count > LARGEST_COUNT:
            reason = f"{cell.unit}, {cell.period}: {cell.count:,}; at most {LARGEST_COUNT:,}"
            raise BadInput(reason, file=source.name)
        names = (cell.outcome, cell.unit, cell.period)
        counts[tuple(at[name] for at, name in zip(places, names, strict=True))] = cell.count
    return tuple(
        Panel(name or COUNT, tuple(units), periods, of_it)
        for name, of_it in zip(outcomes, counts, strict=True)
    )
