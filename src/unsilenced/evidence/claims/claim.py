"""Claims and their findings: the interface of every claim, and of what shows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from unsilenced.evidence.claims.dataset import Dataset
from unsilenced.evidence.rates.estimate import Estimate

ROUNDED_FROM = 100
"""From here on, numbers are written without decimals."""


class Verdict(StrEnum):
    """What the data say of a claim.

    `UNCLEAR`: there are figures about it, but they do not decide. `UNTESTABLE`: the data lack
    what a test needs, such as a denominator, a comparison, or the very thing that is claimed.
    """

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    UNCLEAR = "unclear"
    UNTESTABLE = "untestable"


class Unit(StrEnum):
    """What a figure counts, and so how it is written."""

    SHARE = "share"
    RATE = "rate"
    RATIO = "ratio"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number about a claim, with everything that must stand beside it.

    Figures of the same `quantity` measure the same thing in different sources: we show them
    beside each other and never merge them. `said` is the figure as its source writes it, empty
    where we computed it from counts. `rows` are the lines of the data file that it was read from,
    none if it was read from all lines. The rule reads only the figures that `decides` marks.
    """

    label: str
    quantity: str
    estimate: Estimate
    unit: Unit
    counted: str
    period: str
    said: str
    source: str
    dataset: Dataset
    rows: tuple[int, ...]
    decides: bool = False

    def as_text(self) -> str:
        """Return the estimate as its unit is written, for people to read."""
        estimate = self.estimate
        value = None if estimate.value is None else written(estimate.value, self.unit)
        if estimate.low is None:
            known = "" if value is None else f"{value}; interval "
            return f"{known}unknown: {estimate.unknown}"
        high = "no upper end" if estimate.high is None else written(estimate.high, self.unit)
        ends = f"[{written(estimate.low, self.unit)} to {high}]"
        return f"unknown: {estimate.unknown} {ends}" if value is None else f"{value} {ends}"

    def as_json(self) -> dict[str, object]:
        """Return the figure for `--json` (docs/evidence.md)."""
        return {
            "label": self.label,
            "quantity": self.quantity,
            **self.estimate.as_json(),
            "unit": str(self.unit),
            "counted": self.counted,
            "period": self.period,
            "said": self.said,
            "source": self.source,
            "dataset": self.dataset.name,
            "sha256": self.dataset.sha256,
            "rows": list(self.rows),
            "decides": self.decides,
        }


Judgement = tuple[Verdict, tuple[str, ...]]
"""A verdict and its reasons, a sentence each."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How figures become a verdict: the rule in words, and the function that decides."""

    words: str
    decide: Callable[[Sequence[Figure]], Judgement]


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of the report, and how it is tested.

    `chosen` says what we chose before and after we looked at the figures, and how many decide.
    """

    id: str
    title: str
    wording: str
    method: str
    rule: Rule
    chosen: str
    caveats: tuple[str, ...]
    would_settle: str
    version: int
    figures: Callable[[], tuple[Figure, ...]]


@dataclass(frozen=True, slots=True)
class Finding:
    """What examining a claim found."""

    claim: Claim
    figures: tuple[Figure, ...]
    verdict: Verdict
    why: tuple[str, ...]

    @property
    def conflicts(self) -> tuple[str, ...]:
        """The quantities for which the sources give different figures."""
        given: dict[str, set[tuple[str, float | None]]] = {}
        for each in self.figures:
            if each.estimate.value is not None:
                given.setdefault(each.quantity, set()).add((each.source, each.estimate.value))
        return tuple(
            quantity
            for quantity, said in given.items()
            if len({value for _, value in said}) > 1 and len({source for source, _ in said}) > 1
        )

    def as_json(self) -> dict[str, object]:
        """Return the finding for `--json` (docs/evidence.md)."""
        return {
            "id": self.claim.id,
            "title": self.claim.title,
            "wording": self.claim.wording,
            "verdict": str(self.verdict),
            "why": list(self.why),
            "rule": self.claim.rule.words,
            "method": self.claim.method,
            "figures": [each.as_json() for each in self.figures],
            "conflicts": list(self.conflicts),
            "chosen": self.claim.chosen,
            "caveats": list(self.claim.caveats),
            "would_settle": self.claim.would_settle,
            "version": self.claim.version,
        }


def examine(claim: Claim) -> Finding:
    """Run a claim's test. The verdict depends only on its rule and its figures."""
    figures = claim.figures()
    verdict, why = claim.rule.decide([each for each in figures if each.decides])
    return Finding(claim, figures, verdict, why)


def written(value: float, unit: Unit) -> str:
    """Return a number as its unit is written.

    >>> written(0.031, Unit.SHARE), written(10076, Unit.COUNT), written(4.787, Unit.RATIO)
    ('3.1%', '10,076', '4.79')
    """
    if unit is Unit.SHARE:
        return f"{value:.1%}"
    whole = unit is Unit.COUNT and value == round(value)
    return f"{value:,.0f}" if whole or abs(value) >= ROUNDED_FROM else f"{value:.3g}"
