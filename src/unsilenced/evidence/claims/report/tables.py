"""Tables of a finding: beside every picture, the same figures and where each is from."""

from __future__ import annotations

from html import escape

from unsilenced.evidence.claims.claim import Figure
from unsilenced.evidence.claims.report.quantity import Quantity, quantities_of, sources_of
from unsilenced.evidence.claims.words import (
    address_of,
    counted_in,
    interval_of,
    lines_of,
    source_name,
    value_of,
)
from unsilenced.evidence.disclosure.public import ReleasedFinding


def tables_of(released: ReleasedFinding) -> dict[int, str]:
    """Return a table in HTML of each quantity, by its number."""
    return {each.number: _table(each) for each in quantities_of(released)}


def source_list_of(released: ReleasedFinding) -> str:
    """Return a list in HTML of every source of the finding, in full, each once."""
    listed = (f"<li>{_link(each, in_full=True)}</li>\n" for each in sources_of(released))
    return f"<ul>\n{''.join(listed)}</ul>\n"


def _table(quantity: Quantity) -> str:
    head = "".join(
        f'<th scope="col" role="columnheader">{name}</th>'
        for name in ("Of what", "Figure", "Interval", "Counted", "Source")
    )
    lines = "\n".join(map(_row, quantity.figures))
    return (
        f'<table role="table">\n<caption>The figures: {escape(quantity.title)}</caption>\n'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>\n'
        f'<tbody role="rowgroup">\n{lines}\n</tbody>\n</table>\n'
    )


def _row(figure: Figure) -> str:
    reads = ' <small class="reads">The rule reads this one.</small>' if figure.decides else ""
    method = "" if figure.estimate.low is None else figure.estimate.method
    cells = [
        ("Figure", escape(value_of(figure))),
        ("Interval", escape(interval_of(figure)) + _small(method)),
        ("Counted", escape(counted_in(figure))),
        ("Source", _link(figure.source) + _small(lines_of(figure))),
    ]
    written = "".join(f'<td role="cell" data-label="{name}">{html}</td>' for name, html in cells)
    label = f'<th scope="row" role="rowheader">{escape(figure.label)}{reads}</th>'
    return f'<tr role="row">{label}{written}</tr>'


def _small(text: str) -> str:
    return f" <small>{escape(text)}</small>" if text else ""


def _link(source: str, *, in_full: bool = False) -> str:
    address = address_of(source)
    name = escape(source if in_full else source_name(source))
    return name if address is None else f'<a href="{escape(address)}">{name}</a>'
