"""The figures of a finding by quantity: what one picture and one table show."""

from __future__ import annotations

from dataclasses import dataclass

from unsilenced.evidence.claims.claim import Figure
from unsilenced.evidence.disclosure.public import ReleasedFinding


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity: its place in the claim, its name, and what each source says of it."""

    number: int
    name: str
    figures: tuple[Figure, ...]
    conflicting: bool

    @property
    def title(self) -> str:
        """Its name as a title."""
        return self.name[:1].upper() + self.name[1:]

    @property
    def drawable(self) -> bool:
        """Whether a number is known."""
        return any(map(_known, self.figures))


def quantities_of(released: ReleasedFinding) -> tuple[Quantity, ...]:
    """Return the quantities of a finding in the order in which its figures name them."""
    finding = released.finding
    named = dict.fromkeys(each.quantity for each in finding.figures)
    return tuple(
        Quantity(
            number,
            name,
            tuple(each for each in finding.figures if each.quantity == name),
            name in finding.conflicts,
        )
        for number, name in enumerate(named, start=1)
    )


def sources_of(released: ReleasedFinding) -> tuple[str, ...]:
    """Return the sources of all figures that have a known number, each once."""
    known = filter(_known, released.finding.figures)
    return tuple(dict.fromkeys(each.source for each in known))


def _known(figure: Figure) -> bool:
    return figure.estimate.value is not None or figure.estimate.low is not None
