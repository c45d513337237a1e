"""The words that pages, pictures and the PDF share, said in one way everywhere."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from unsilenced.evidence.claims.claim import Figure, Unit, Verdict, written

TITLE: Final = "The claims, tested"
LEAD: Final = (
    "In 2012 a report to the Mayor of London said why people in sex work are attacked, why many "
    "do not tell the police, and what police raids achieve. Here each of its claims is held "
    "against the figures that have been published."
)

VERDICTS: Final = {
    Verdict.SUPPORTED: "The figures say the same as the claim.",
    Verdict.CONTRADICTED: "The figures say something else than the claim.",
    Verdict.UNCLEAR: "There are figures, and they do not decide.",
    Verdict.UNTESTABLE: "The figures that a test needs have not been published.",
}
"""What each verdict means."""

UNITS: Final = {
    Unit.SHARE: "Share",
    Unit.RATE: "Rate",
    Unit.RATIO: "Ratio. At 1 both are the same",
    Unit.COUNT: "Number",
}
"""What stands under the scale of a picture."""

HOW_TO_READ: Final = (
    "Each point is a figure. The line through it is its interval: the range that the true value "
    "may well be in. A filled point is one that the rule reads. A hollow point is shown beside it "
    "and does not decide. An arrow means that nothing bounds the figure above."
)

NO_PICTURE: Final = "There is no picture of this: no number is known."


def value_of(figure: Figure) -> str:
    """Return the number alone, or that it is not known and why."""
    value = figure.estimate.value
    return f"Unknown: {figure.estimate.unknown}" if value is None else written(value, figure.unit)


def interval_of(figure: Figure) -> str:
    """Return the interval with its level, or that there is none and why."""
    estimate = figure.estimate
    if estimate.low is None:
        return "None" if estimate.value is None else f"Unknown: {estimate.unknown}"
    high = "no upper end" if estimate.high is None else written(estimate.high, figure.unit)
    return f"{written(estimate.low, figure.unit)} to {high} ({estimate.level:.0%})"


def counted_in(figure: Figure) -> str:
    """Return what was counted and when."""
    return ", ".join(each for each in (figure.counted, figure.period) if each)


def source_name(source: str) -> str:
    """Return a source short enough for a table: an address is known by its host.

    >>> source_name("https://www.bmj.com/content/322/7285/524 (table 2)")
    'bmj.com (table 2)'
    >>> source_name("Sanders and others 2017")
    'Sanders and others 2017'
    """
    address = address_of(source)
    if address is None:
        return source
    host = (urlsplit(address).hostname or address).removeprefix("www.")
    return host + source.removeprefix(address)


def address_of(source: str) -> str | None:
    """Return where a source can be read, if it begins with an address."""
    first, *_ = source.split(" ")
    return first if first.startswith(("https://", "http://")) else None


def described(quantity: str, figures: tuple[Figure, ...]) -> str:
    """Return in words and numbers what the picture of a quantity shows."""
    told = [
        f"{each.label}: {each.as_text()}, {source_name(each.source)}"
        f"{', which the rule reads' if each.decides else ''}"
        for each in figures
    ]
    return f"{quantity}. {'; '.join(told)}."
