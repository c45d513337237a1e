"""Pictures of a finding: for each quantity, every source's figure with its interval."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from textwrap import wrap
from typing import Final

import altair as alt
from altair.typing import ChartType

from unsilenced.evidence.claims.claim import Figure
from unsilenced.evidence.claims.report.quantity import Quantity, quantities_of
from unsilenced.evidence.claims.report.scale import Across
from unsilenced.evidence.claims.words import described, source_name
from unsilenced.evidence.disclosure.public import ReleasedFinding
from unsilenced.evidence.pictures import theme
from unsilenced.evidence.pictures.svg import accessible_svg

WIDE: Final = 600
NARROW: Final = 256

_LINE: Final = 18
_MARK: Final = 32
_LETTER: Final = 6.8
"""Pixels for a letter of the theme's font at its size: more than the mean."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of one quantity, with its text alternative."""

    quantity: Quantity
    alternative: str
    svg: str


def pictures_of(released: ReleasedFinding, width: int = WIDE) -> tuple[Picture, ...]:
    """Return a picture, `width` pixels wide, of each quantity that has a known number."""
    return tuple(
        _picture(quantity, released.finding.claim.title, width)
        for quantity in quantities_of(released)
        if quantity.drawable
    )


@cache
def _picture(quantity: Quantity, title: str, width: int) -> Picture:
    # Pages, files and the PDF ask for the same picture, and rendering is slow.
    alternative = described(quantity.title, quantity.figures)
    drawn = accessible_svg(_chart(quantity.figures, width), title, alternative)
    return Picture(quantity, alternative, drawn)


def _chart(figures: tuple[Figure, ...], width: int) -> ChartType:
    """Lay the figures out below each other: words over marks, all in pixels from the top."""
    words, blocks, marks, top = [], [], [], 0
    scale = Across.of(figures)
    for figure in figures:
        lines = _lines(figure, width)
        blocks.append({"down": top - _LINE / 2, "end": top + _LINE * (len(lines) - 1 / 2)})
        words += [
            {"down": top + _LINE * at, "line": line, "soft": soft}
            for at, (line, soft) in enumerate(lines)
        ]
        top += _LINE * len(lines)
        marks.append({"down": top + _MARK / 4, **_mark(figure, scale)})
        top += _MARK
    down = alt.Y("down:Q", axis=None, scale=alt.Scale(domain=[top, -_LINE / 2], nice=False))
    layers = [
        *_even(scale),
        _cleared(blocks, down),
        *_said(words, down),
        *_drawn(marks, down, scale),
    ]
    return alt.layer(*layers).properties(width=width, height=top + _LINE / 2)


def _lines(figure: Figure, width: int) -> list[tuple[str, bool]]:
    """Return the lines above a figure's mark, and for each whether it is a soft line."""
    letters = int(width / _LETTER)
    named = f"{figure.label}, {source_name(figure.source)}"
    return [
        *((line, False) for line in wrap(named, letters, break_on_hyphens=False)),
        *((line, True) for line in wrap(figure.as_text(), letters, break_on_hyphens=False)),
    ]


def _mark(figure: Figure, scale: Across) -> dict[str, float | bool | None]:
    estimate = figure.estimate
    unbounded = estimate.low is not None and estimate.high is None
    return {
        "value": estimate.value,
        "low": estimate.low,
        "high": scale.most if unbounded else estimate.high,
        "unbounded": unbounded,
        "decides": figure.decides,
    }


def _said(words: list[dict[str, object]], down: alt.Y) -> list[alt.Chart]:
    said = alt.Chart(alt.InlineData(words)).encode(y=down, x=alt.value(0), text="line:N")
    return [
        said.transform_filter(kind).mark_text(align="left", baseline="middle", color=colour)
        for kind, colour in (("!datum.soft", theme.INK), ("datum.soft", theme.SOFT))
    ]


def _drawn(
    marks: list[dict[str, float | bool | None]], down: alt.Y, scale: Across
) -> list[alt.Chart]:
    drawn = alt.Chart(alt.InlineData(marks)).encode(y=down)
    interval = drawn.transform_filter("isValid(datum.low)")
    point = drawn.transform_filter("isValid(datum.value)").encode(x=scale.channel("value"))
    return [
        interval.mark_rule(strokeWidth=3, color=theme.BLUE).encode(
            x=scale.channel("low"), x2="high:Q"
        ),
        interval.transform_filter("datum.unbounded")
        .mark_point(shape="triangle-right", filled=True, size=110, opacity=1)
        .encode(x=scale.channel("high")),
        point.transform_filter("datum.decides").mark_point(filled=True, size=110, opacity=1),
        point.transform_filter("!datum.decides").mark_point(
            fill=theme.GROUND, strokeWidth=2, size=90, opacity=1
        ),
    ]


def _even(scale: Across) -> list[alt.Chart]:
    """Return a line where two things compared are even, if any are."""
    if scale.same is None:
        return []
    even = alt.Chart(alt.InlineData([{"same": scale.same}])).mark_rule(strokeDash=[4, 4])
    return [even.encode(x=scale.channel("same"))]


def _cleared(blocks: list[dict[str, float]], down: alt.Y) -> alt.Chart:
    """Return a background for words, so that no line of the scale runs through them."""
    ground = alt.Chart(alt.InlineData(blocks)).encode(y=down, y2="end:Q")
    cleared: alt.Chart = ground.mark_rect(color=theme.GROUND)
    return cleared
