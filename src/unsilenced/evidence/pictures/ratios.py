"""Ratios with their intervals on a scale of factors: half is as far from 1 as twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import altair as alt
from altair.typing import ChartType

from unsilenced.evidence.pictures import theme
from unsilenced.evidence.rates.estimate import Estimate

LEAST: Final = 0.01
MOST: Final = 100.0
"""Ratios are drawn between these; what lies beyond is drawn at the limit."""

_ROOM = 1.1
_WIDE = 6
_ROW = 22
_COLUMN = 48
_ALL_LABELLED = 28
_NARROWEST, _WIDEST = 560, 1400
_FINE = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4, 5)
_COARSE = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
_COLOURS = (theme.RUST, theme.BLUE, theme.PLUM)
_SHAPES = ("diamond", "circle", "square")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A ratio at its place in a picture. Each `group` has its own colour and shape."""

    label: str
    ratio: Estimate
    group: str


def beyond(ratios: Sequence[Drawn]) -> bool:
    """Return whether anything lies beyond the limits."""
    ends = [end for each in ratios for end in (each.ratio.low, each.ratio.high, each.ratio.value)]
    return any(end is not None and not LEAST <= end <= MOST for end in ends)


def across(
    ratios: Sequence[Drawn], reference: tuple[int, str], event: tuple[int, str], title: str
) -> ChartType:
    """Return ratios one after another, over time, with what happened shaded.

    `reference` is the place and label of what all others are compared with, which is 1. `event` is
    the place of what happened, counted with the reference included, and its name. An unknown ratio
    keeps an empty place.
    """
    at, name = reference
    labels = [each.label for each in ratios]
    labels.insert(at, name)
    x = alt.X(
        "label:N",
        sort=labels,
        title=title,
        scale=alt.Scale(domain=labels),
        axis=alt.Axis(labelAngle=-45, labelOverlap=len(labels) > _ALL_LABELLED),
    )
    y = alt.Y("value:Q", title="ratio (log scale)", scale=_scale(ratios), axis=_axis(ratios))
    shade = alt.Chart(alt.InlineData(values=[{"label": labels[event[0]]}]))
    band = shade.mark_rect(color=theme.TINT, opacity=1).encode(x=x)
    said = shade.mark_text(baseline="top", dy=4, color=theme.INK).encode(
        x=x, y=alt.value(0), text=alt.value(event[1])
    )
    data = alt.Chart(alt.InlineData(values=_rows(ratios)))
    ends = data.mark_rule(color=theme.BLUE, strokeWidth=2).encode(
        x=x, y=alt.Y("low:Q", scale=_scale(ratios)), y2="high:Q"
    )
    points = data.mark_point(filled=True, size=70, color=theme.BLUE, opacity=1).encode(x=x, y=y)
    fixed = alt.Chart(alt.InlineData(values=[{"label": name, "value": 1.0}]))
    hollow = fixed.mark_point(
        filled=True, size=90, fill=theme.GROUND, stroke=theme.INK, strokeWidth=2, opacity=1
    ).encode(x=x, y=y)
    width = min(max(_NARROWEST, _COLUMN * len(labels)), _WIDEST)
    layers = alt.layer(band, _even().encode(y=y), ends, points, hollow, said)
    return layers.properties(width=width, height=320)


def below_each_other(ratios: Sequence[Drawn]) -> ChartType:
    """Return ratios below each other, each kind with its colour and shape."""
    kinds = list(dict.fromkeys(each.group for each in ratios))
    labels = [each.label for each in ratios]
    y = alt.Y("label:N", sort=labels, title=None, scale=alt.Scale(domain=labels))
    x = alt.X("value:Q", title="ratio (log scale)", scale=_scale(ratios), axis=_axis(ratios))
    legend = alt.Legend(orient="top", title=None)
    colours = alt.Scale(domain=kinds, range=list(_COLOURS[: len(kinds)]))
    colour = alt.Color("kind:N", scale=colours, legend=legend)
    shapes = alt.Scale(domain=kinds, range=list(_SHAPES[: len(kinds)]))
    data = alt.Chart(alt.InlineData(values=_rows(ratios)))
    ends = data.mark_rule(strokeWidth=2).encode(
        y=y, x=alt.X("low:Q", scale=_scale(ratios)), x2="high:Q", color=colour
    )
    points = data.mark_point(filled=True, size=70, opacity=1).encode(
        y=y, x=x, color=colour, shape=alt.Shape("kind:N", scale=shapes, legend=legend)
    )
    layers = alt.layer(_even().encode(x=x), ends, points)
    return layers.properties(width=480, height=_ROW * len(labels))


def _rows(ratios: Sequence[Drawn]) -> list[dict[str, object]]:
    """Return what is known; a ratio without an interval is only a point."""
    rows: list[dict[str, object]] = []
    for each in ratios:
        ratio = each.ratio
        if ratio.value is None:
            continue
        value = _inside(ratio.value)
        ends = {"low": value, "high": value}
        if ratio.low is not None and ratio.high is not None:
            ends = {"low": _inside(ratio.low), "high": _inside(ratio.high)}
        rows.append({"label": each.label, "kind": each.group, "value": value, **ends})
    return rows


def _even() -> alt.Chart:
    even: alt.Chart = alt.Chart(alt.InlineData(values=[{"value": 1.0}])).mark_rule(
        color=theme.SOFT, strokeDash=[4, 3]
    )
    return even


def _ends(ratios: Sequence[Drawn]) -> tuple[float, float]:
    ends = [
        _inside(end)
        for each in ratios
        for end in (each.ratio.low, each.ratio.value, each.ratio.high)
        if end is not None
    ]
    return min([*ends, 1 / _ROOM]) / _ROOM, max([*ends, _ROOM]) * _ROOM


def _scale(ratios: Sequence[Drawn]) -> alt.Scale:
    return alt.Scale(type="log", domain=list(_ends(ratios)), nice=False)


def _axis(ratios: Sequence[Drawn]) -> alt.Axis:
    low, high = _ends(ratios)
    steps = _FINE if high / low < _WIDE else _COARSE
    return alt.Axis(values=[each for each in steps if low <= each <= high], format="~g")


def _inside(number: float) -> float:
    return min(max(number, LEAST), MOST)
