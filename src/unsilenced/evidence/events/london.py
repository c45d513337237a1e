"""Crime that the Metropolitan Police recorded, by borough and month, and what the Games treated."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.events.panel import Panel
from unsilenced.evidence.schema.reading import read_checked

TABLE = Path(__file__).parents[1] / "data" / "london" / "mps_borough_monthly_2010_2023.csv"

HOST_BOROUGHS = (
    "Barking and Dagenham",
    "Greenwich",
    "Hackney",
    "Newham",
    "Tower Hamlets",
    "Waltham Forest",
)
"""The six boroughs that hosted the Games of 2012."""

GAMES = ("2012-07", "2012-08", "2012-09")
"""The months of the Games."""

WINDOW = ("2010-04", "2013-03")
"""The first and the last month that we look at."""

OUTCOMES = (
    "other sexual offences",
    "rape",
    "homicide",
    "misc crimes against society",
)
"""The offences we look at. The last includes exploitation of prostitution, and much else."""

NO_BOROUGH = ("London Heathrow and London City Airports", "Unknown")
NOT_COVERED = "The City of London has a police force of its own and is not in these data."


def outcomes() -> tuple[str, ...]:
    """Return the names of all offences in the data, in lower case."""
    return tuple(sorted({str(each).lower() for each in _table()["MinorText"]}))


def london(outcome: str) -> Panel:
    """Return an offence by the 32 boroughs and the months of April 2010 to February 2023.

    It leaves out rows that belong to no borough, the airports and `Unknown`, and the panel says how
    many offences they have. Raises `BadInput` for an offence that is not in the data.

    >>> london("rape").counts.shape
    (32, 155)
    """
    table = _table()
    chosen = table[table["MinorText"].str.lower() == outcome.lower()]
    if chosen.empty:
        known = ", ".join(outcomes())
        raise BadInput(f"there is no offence “{outcome}”; there are: {known}", file=TABLE.name)
    months = [column for column in table.columns if column.isdigit()]
    elsewhere = chosen["BoroughName"].isin(NO_BOROUGH)
    boroughs = chosen[~elsewhere].sort_values("BoroughName")
    left_out = [
        f"{row[months].sum():,} of {row['BoroughName']}"
        for _, row in chosen[elsewhere].sort_values("BoroughName").iterrows()
    ]
    said = (
        [f"Left out of all months, as it is no borough: {' and '.join(left_out)}."]
        if left_out
        else []
    )
    return Panel(
        outcome=outcome.lower(),
        units=tuple(boroughs["BoroughName"]),
        periods=tuple(f"{month[:4]}-{month[4:]}" for month in months),
        counts=boroughs[months].to_numpy(dtype=float),
        said=(*said, NOT_COVERED),
    )


@cache
def _table() -> pd.DataFrame:
    return pd.DataFrame(dict(read_checked(TABLE).columns))
