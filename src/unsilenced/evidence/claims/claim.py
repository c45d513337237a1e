"""What a claim is and what examining it finds: what every claim gives, and all that shows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from unsilenced.evidence.claims.dataset import Dataset
from unsilenced.evidence.rates.estimate import Estimate


class Verdict(StrEnum):
    """What the data say of a claim."""

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
    """One number that bears on a claim, with all that must stand beside it.

    Figures of the same `quantity` say the same thing from different sources: they are shown
    beside each other and never merged. The rule reads only those that `decides` marks.
    """

    label: str
    quantity: str
    estimate: Estimate
    unit: Unit
    counted: str
    source: str
    dataset: Dataset
    decides: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """How figures become a verdict: its words, and the function that follows them.

    `decide` takes the deciding figures and returns the verdict and why, in a sentence.
    """

    words: str
    decide: Callable[[Sequence[Figure]], tuple[Verdict, str]]


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of the report, and how it is tested."""

    id: str
    title: str
    wording: str
    method: str
    rule: Rule
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
    why: str

    @property
    def conflicts(self) -> tuple[str, ...]:
        """The quantities for which sources give figures that differ."""
        given: dict[str, set[tuple[str, float | None]]] = {}
        for each in self.figures:
            if each.estimate.value is not None:
                given.setdefault(each.quantity, set()).add((each.source, each.estimate.value))
        return tuple(
            quantity
            for quantity, said in given.items()
            if len({value for _, value in said}) > 1 and len({source for source, _ in said}) > 1
        )


def examine(claim: Claim) -> Finding:
    """Run a claim's test. The verdict is what its rule makes of its figures, and nothing else."""
    figures = claim.figures()
    verdict, why = claim.rule.decide([each for each in figures if each.decides])
    return Finding(claim, figures, verdict, why)
