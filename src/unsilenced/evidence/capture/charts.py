"""Charts of an analysis, before they are drawn: models, and how lists overlap."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
from altair.typing import ChartType

from unsilenced.evidence.capture.analysis import Analysis, Ranked
from unsilenced.evidence.capture.overlaps import names_of
from unsilenced.evidence.pictures import theme

_ROW = 26
_COLUMN = 30


def models_chart(ranked: Sequence[Ranked], interval: tuple[float, float] | None) -> ChartType:
    """Return what each model estimates, over the interval of the choice, and its weight."""
    rows = [{"model": one.model, "estimate": one.estimate, "weight": one.weight} for one in ranked]
    data, height = alt.InlineData(values=rows), _ROW * len(rows)
    models = alt.Y("model:N", sort=None, title=None)
    points = (
        alt.Chart(data)
        .mark_point(filled=True, size=90, color=theme.BLUE, opacity=1)
        .encode(y=models, x=_from_zero("estimate", "people, on a list or not"))
    )
    layers: list[alt.Chart] = [points]
    if interval is not None:
        ends = alt.InlineData(values=[dict(zip(("low", "high"), interval, strict=True))])
        band = alt.Chart(ends).mark_rect(color=theme.TINT, opacity=1)
        layers.insert(0, band.encode(x="low:Q", x2="high:Q"))
    estimates = alt.layer(*layers).properties(width=430, height=height)
    panels: list[ChartType] = [estimates]
    if all(one.weight is not None for one in ranked):
        bars = (
            alt.Chart(data)
            .mark_bar(color=theme.RUST, height={"band": 0.6})
            .encode(y=models.axis(None), x=_from_zero("weight", "weight"))
        )
        said = bars.mark_text(align="left", dx=5).encode(text=alt.Text("weight:Q", format=".3f"))
        panels.append(alt.layer(bars, said).properties(width=150, height=height))
    return alt.hconcat(*panels)


def overlap_chart(found: Analysis, codes: Sequence[int]) -> ChartType:
    """Return an UpSet plot: how many cases are on exactly which lists, for patterns `codes`."""
    table = found.table
    sizes = {
        name: sum(int(n) for code, n in enumerate(table.counts) if code >> number & 1)
        for number, name in enumerate(table.lists)
    }
    labels = {name: f"{name} ({size:,})" for name, size in sizes.items()}
    order = [labels[name] for name in sorted(table.lists, key=lambda name: -sizes[name])]
    x = alt.X("place:O", axis=None)
    width = _COLUMN * len(codes)
    counts = [
        {"place": place, "cases": int(table.counts[code])} for place, code in enumerate(codes)
    ]
    bars = (
        alt.Chart(alt.InlineData(values=counts))
        .mark_bar(color=theme.BLUE, width={"band": 0.7})
        .encode(x=x, y=alt.Y("cases:Q", title="cases on exactly these lists"))
    )
    said = bars.mark_text(dy=-8, fontSize=11).encode(text=alt.Text("cases:Q", format=","))
    dots = [
        {"place": place, "list": labels[name], "on": name in names_of(table.lists, code)}
        for place, code in enumerate(codes)
        for name in table.lists
    ]
    y = alt.Y("list:N", sort=order, title=None, axis=_bare())
    grid = alt.Chart(alt.InlineData(values=dots))
    off = grid.mark_point(filled=True, size=110, color=theme.LINE, opacity=1).encode(x=x, y=y)
    on = alt.Chart(alt.InlineData(values=[each for each in dots if each["on"]]))
    filled = on.mark_point(filled=True, size=110, color=theme.INK, opacity=1).encode(x=x, y=y)
    joined = on.mark_line(color=theme.INK, strokeWidth=3).encode(x=x, y=y, detail="place:O")
    matrix = alt.layer(off, joined, filled).properties(width=width, height=_ROW * len(order))
    above = alt.layer(bars, said).properties(width=width, height=220)
    return alt.vconcat(above, matrix, spacing=6)


def _from_zero(name: str, title: str) -> alt.X:
    return alt.X(f"{name}:Q", title=title, scale=alt.Scale(zero=True))


def _bare() -> alt.Axis:
    return alt.Axis(domain=False, ticks=False, grid=False)
