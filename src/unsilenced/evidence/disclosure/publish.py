"""What we publish of a table: a download, a table in a page, a picture. Only of released tables.

Every public function of a module called `publish` takes a `Released` first. A test makes sure of
this, and that nothing else makes one. A type checker refuses any other table, and so does each
function when it runs.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from unsilenced.evidence.disclosure.gate import Released
from unsilenced.evidence.disclosure.published import SUPPRESSED
from unsilenced.evidence.pages.rendering import rendered

NOTE = "x: not shown, so that nobody can be singled out."

_CELL_WIDTH = 76
_CELL_HEIGHT = 28
_LABEL_WIDTH = 180
_WARNING_WIDTH = 560

Drawn: TypeAlias = Mapping[str, object]
"""A square or a text of the picture, as its template takes it."""


def csv_of(released: Released) -> str:
    """Return the table as CSV, the form that `read_published` reads."""
    _check(released)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(released.as_rows())
    return text.getvalue()


def write_csv(released: Released, path: Path) -> None:
    """Write the table to a CSV file, which must not exist."""
    with path.open("x", encoding="utf-8", newline="") as file:
        file.write(csv_of(released))


def html_of(released: Released, caption: str) -> str:
    """Return the table as HTML, with headers for rows and columns."""
    _check(released)
    (_, *columns), *rows = released.as_rows()
    shown = {"caption": caption, "notes": _notes(released), "columns": columns, "rows": rows}
    return rendered("disclosure/table.html", shown)


def svg_of(released: Released, title: str) -> str:
    """Return the cells as a picture, darker for larger counts, with the same table as its text."""
    _check(released)
    table = released.table
    largest = max((n for row in table.cells[:-1] for n in row[:-1] if n is not None), default=0)
    drawn = [
        _text(_LABEL_WIDTH + (j + 0.5) * _CELL_WIDTH, 18, label, "middle")
        for j, label in enumerate(table.columns)
    ]
    for i, label in enumerate(table.rows):
        top = (i + 1) * _CELL_HEIGHT
        drawn.append(_text(_LABEL_WIDTH - 8, top + 19, label, "end"))
        for j, count in enumerate(table.cells[i][:-1]):
            drawn.extend(_square(_LABEL_WIDTH + j * _CELL_WIDTH, top, count, largest))
    width = _LABEL_WIDTH + len(table.columns) * _CELL_WIDTH
    height = (len(table.rows) + 1) * _CELL_HEIGHT
    if released.compared.warning:
        drawn.append(_text(4, height + 19, released.compared.warning, "start"))
        height += _CELL_HEIGHT
        width = max(width, _WARNING_WIDTH)
    told = "; ".join(
        f"{label}: {', '.join(f'{c} {n}' for c, n in zip(table.column_labels, cells, strict=True))}"
        for label, *cells in released.as_rows()[1:]
    )
    shown = {
        "width": width,
        "height": height,
        "title": title,
        "description": f"{told}. {_notes(released)}",
        "drawn": drawn,
    }
    return rendered("disclosure/cells.svg", shown)


def _check(released: Released) -> None:
    # A type checker does not always run.
    if not isinstance(released, Released):
        raise TypeError("only what the gate has released is published")


def _notes(released: Released) -> str:
    table = released.table
    notes = [NOTE] if any(None in row for row in table.cells) else []
    if table.rounded_to > 1:
        notes.append(f"Rounded to the nearest {table.rounded_to}, so totals may differ.")
    notes.append(released.compared.sentence)
    return " ".join(notes)


def _square(left: float, top: float, count: int | None, largest: int) -> list[Drawn]:
    share = 0.0 if count is None or not largest else count / largest
    # From white to a blue that still has a contrast of 7 to 1 under black or white text.
    fill = f"rgb({round(255 - 223 * share)},{round(255 - 191 * share)},{round(255 - 127 * share)})"
    dark = share > 1 / 2
    square = {"x": left, "y": top, "side": (_CELL_WIDTH, _CELL_HEIGHT), "fill": fill}
    words = SUPPRESSED if count is None else str(count)
    ink = "#fff" if dark else "#000"
    return [square, _text(left + _CELL_WIDTH / 2, top + 19, words, "middle", ink)]


def _text(x: float, y: float, words: str, anchor: str, fill: str = "#000") -> Drawn:
    return {"x": x, "y": y, "anchor": anchor, "fill": fill, "words": words}
