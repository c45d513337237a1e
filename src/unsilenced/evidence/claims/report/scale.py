"""The scale of a picture: its range, the form of its ends, and the value where both are even."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import altair as alt

from unsilenced.evidence.claims.claim import Figure, Unit
from unsilenced.evidence.claims.words import UNITS

_FORMATS: Final = {Unit.SHARE: ".0%", Unit.RATE: "~g", Unit.RATIO: "~g", Unit.COUNT: ",~f"}
_FEW: Final = 6
"""Up to this count a scale has a line for each whole number, and none between."""

_ROOM: Final = 1.15
"""How far a scale goes beyond the largest number on it."""


@dataclass(frozen=True, slots=True)
class Across:
    """A scale from `least` to `most`. `same` is where two compared things are equal, if any are."""

    unit: Unit
    spacing: Literal["linear", "log"]
    least: float
    most: float

    @classmethod
    def of(cls, figures: Sequence[Figure]) -> Across:
        """Return a scale that has room for every number of `figures`, which share a unit.

        It begins at 0, or is logarithmic if it compares ratios.
        """
        unit = figures[0].unit
        ends = ((each.estimate.value, each.estimate.low, each.estimate.high) for each in figures)
        known = [number for each in ends for number in each if number is not None]
        most = max(known, default=0)
        if unit is Unit.SHARE and most <= 1:
            return cls(unit, "linear", 0, 1 if most > 1 / 2 else (most or 1) * _ROOM)
        if unit is Unit.RATIO and min(known, default=0) > 0:
            return cls(unit, "log", min(*known, 1) / _ROOM, max(most, 1) * _ROOM)
        least = min(0.0, *known) if known else 0.0
        return cls(unit, "linear", least, (max(most, 0) or 1) * _ROOM)

    @property
    def same(self) -> float | None:
        """Where the compared things are equal."""
        return 1.0 if self.unit is Unit.RATIO else None

    def channel(self, field: str) -> alt.X:
        """Return the encoding of a field of the data on this scale."""
        scale = alt.Scale(type=self.spacing, domain=[self.least, self.most], nice=False, zero=False)
        axis = alt.Axis(
            title=UNITS[self.unit],
            format=_FORMATS[self.unit],
            tickCount=5,
            values=self._whole if self.unit is Unit.COUNT and self.most < _FEW else alt.Undefined,
            labelOverlap=True,
        )
        return alt.X(f"{field}:Q", scale=scale, axis=axis)

    @property
    def _whole(self) -> list[float]:
        return [*range(int(self.most) + 1)]
