"""A picture with its words, and with the same numbers as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from unsilenced.evidence.pictures.svg import with_line_below

_WARNING: Final = "warning"

Value = str | int | float | None
"""The content of a cell; `None` is unknown."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's name, and how its numbers are written for people (a format specification)."""

    name: str
    written: str = ""

    def shown(self, value: Value) -> str:
        """Return `value` for people to read.

        >>> Column("estimate", ",.0f").shown(25311.3)
        '25,311'
        """
        if value is None:
            return "unknown"
        return value if isinstance(value, str) else format(value, self.written)


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture as SVG, its name, and the numbers that it shows, row by row.

    `words` say in a sentence or two what to see and where the numbers come from. `warning` is in
    capitals. It is on the picture, below it, and in its table.
    """

    name: str
    title: str
    words: str
    svg: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Value, ...]]
    warning: str | None = None

    def warned(self, warning: str) -> Figure:
        """Return the figure with `warning` shown on it."""
        return replace(self, svg=with_line_below(self.svg, warning), warning=warning)

    def as_csv(self) -> str:
        """Return the numbers as CSV, without rounding; unknown numbers are empty."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        warning = [] if self.warning is None else [self.warning]
        writer.writerow([*(column.name for column in self.columns), *(_WARNING for _ in warning)])
        writer.writerows([*row, *warning] for row in self.rows)
        return text.getvalue()

    def shown(self) -> list[tuple[str, ...]]:
        """Return the rows in the form that people read."""
        return [
            tuple(column.shown(value) for column, value in zip(self.columns, row, strict=True))
            for row in self.rows
        ]
