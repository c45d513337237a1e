"""The words that pages, pictures and the PDF share, so that they are the same everywhere."""

from __future__ import annotations

from textwrap import shorten
from typing import Final
from urllib.parse import urlsplit

from unsilenced.evidence.claims.claim import Figure, Unit, written

_SHORT: Final = 80
_NAMED: Final = {"executive-summary.txt": "the report itself"}

SCHEMES: Final = ("https://", "http://")

UNITS: Final = {
    Unit.SHARE: "Share",
    Unit.RATE: "Rate",
    Unit.RATIO: "Ratio. At 1 both are the same",
    Unit.COUNT: "Number",
}
"""The words under the scale of a picture."""


def value_of(figure: Figure) -> str:
    """Return the number alone, or that it is not known and why."""
    value = figure.estimate.value
    return f"Unknown: {figure.estimate.unknown}" if value is None else written(value, figure.unit)


def interval_of(figure: Figure) -> str:
    """Return the interval with its level, or say why it has none."""
    estimate = figure.estimate
    if estimate.low is None:
        return "None" if estimate.value is None else f"Unknown: {estimate.unknown}"
    high = "no upper end" if estimate.high is None else written(estimate.high, figure.unit)
    return f"{written(estimate.low, figure.unit)} to {high} ({100 * estimate.level:.4g}%)"


def counted_in(figure: Figure) -> str:
    """Return what was counted and when."""
    return ", ".join(each for each in (figure.counted, figure.period) if each)


def lines_of(figure: Figure) -> str:
    """Return the file and lines from which the figure was read, and how it is written there."""
    if not figure.rows:
        return ""
    lines = "line" if len(figure.rows) == 1 else "lines"
    numbers = ", ".join(map(str, figure.rows))
    return f"“{figure.said}”, {lines} {numbers} of {figure.dataset.path.name}"


def source_name(source: str) -> str:
    """Return a source short enough for a table: an address becomes its host.

    >>> source_name("https://www.bmj.com/content/322/7285/524 (table 2)")
    'bmj.com (table 2)'
    >>> source_name("Sanders and others 2017")
    'Sanders and others 2017'
    """
    address = address_of(source)
    if address is None:
        return shorten(_NAMED.get(source, source), _SHORT, placeholder=" …")
    host = (urlsplit(address).hostname or address).removeprefix("www.")
    return source.replace(address, host)


def address_of(source: str) -> str | None:
    """Return where a source can be read, if it gives an address."""
    return next((each for each in source.split() if each.startswith(SCHEMES)), None)


def described(quantity: str, figures: tuple[Figure, ...]) -> str:
    """Return in words and numbers what the picture of a quantity shows."""
    told = [
        f"{each.label}: {each.as_text()}, {source_name(each.source)}"
        f"{', which the rule reads' if each.decides else ''}"
        for each in figures
    ]
    return f"{quantity}. {'; '.join(told)}."
