"""A picture with what belongs beside it: its words, and the same numbers as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Final

from unsilenced.evidence.pictures.svg import with_line_below

_WARNING: Final = "warning"

Value = str | int | float | None
"""What stands in a cell; `None` is unknown."""


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
    capitals and stands on the picture, below it and in the table that goes with it.
    """

    name: str
    title: str
    words: str
    svg: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Value, ...]]
    warning: str | None = None

    def warned(self, warning: str) -> Figure:
        """Return the figure with `warning` on its face."""
        return replace(self, svg=with_line_below(self.svg, warning), warning=warning)

    def as_csv(self) -> str:
        """Return the numbers as CSV, as exact as they are; what is unknown is empty."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        warning = [] if self.warning is None else [self.warning]
        writer.writerow([*(column.name for column in self.columns), *(_WARNING for _ in warning)])
        writer.writerows([*row, *warning] for row in self.rows)
        return text.getvalue()

    def as_html(self) -> str:
        """Return the picture, its words and its table as a section of a page."""
        head = "".join(f'<th scope="col">{escape(column.name)}</th>' for column in self.columns)
        body = "\n".join(self._html_row(row) for row in self.rows)
        title = escape(self.title)
        warning = "" if self.warning is None else f" <strong>{escape(self.warning)}.</strong>"
        return (
            f'<section aria-labelledby="{self.name}">\n<h2 id="{self.name}">{title}</h2>\n'
            f'<figure>\n<div class="scroll" tabindex="0" role="group" aria-label="{title}">\n'
            f"{self.svg}</div>\n<figcaption>{escape(self.words)}{warning}</figcaption>\n</figure>\n"
            f'<div class="scroll" tabindex="0" role="group" aria-label="{title}, as numbers">\n'
            f'<table>\n<caption>The same numbers. <a href="{self.name}.csv">As CSV</a>'
            f"{warning}</caption>\n"
            f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n</div>\n"
            "</section>\n"
        )

    def _html_row(self, row: tuple[Value, ...]) -> str:
        label, *cells = (
            escape(column.shown(value)) for column, value in zip(self.columns, row, strict=True)
        )
        written = "".join(f"<td>{cell}</td>" for cell in cells)
        return f'<tr><th scope="row">{label}</th>{written}</tr>'
