"""How often numbers have which values, with lines at the important values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
from altair.typing import ChartType

from unsilenced.evidence.pictures import theme
from unsilenced.evidence.pictures.bins import Bin

_COLOURS = (theme.RUST, theme.INK)
_DASHES = ([1, 0], [6, 4])


def histogram(
    bins: Sequence[Bin], marks: Sequence[tuple[str, Sequence[float]]], axis: str, counted: str
) -> ChartType:
    """Return a bar for each step, and one or two lines, solid and dashed, at the `marks`.

    `axis` says what the numbers are, `counted` what is counted. The numbers counted together
    beyond all steps are not drawn, and neither are lines there.
    """
    shown = [each for each in bins if each.high is not None]
    rows = [{"low": each.low, "high": each.high, "number": each.number} for each in shown]
    bars = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar(color=theme.TEAL, binSpacing=1)
        .encode(
            x=alt.X("low:Q", bin="binned", title=axis),
            x2="high:Q",
            y=alt.Y("number:Q", title=counted),
        )
    )
    last = shown[-1].high if shown else None
    inside = [
        {"at": place, "what": what}
        for what, places in marks
        for place in places
        if last is None or place <= last
    ]
    lines = alt.Chart(alt.InlineData(values=inside)).mark_rule(strokeWidth=2.5)
    what = [name for name, _ in marks]
    legend = alt.Legend(orient="top", title=None)
    rules = lines.encode(
        x="at:Q",
        color=alt.Color("what:N", legend=legend, scale=_scale(what, _COLOURS)),
        strokeDash=alt.StrokeDash("what:N", scale=_scale(what, _DASHES), legend=legend),
    )
    return alt.layer(bars, rules).properties(width=560, height=280)


def _scale(domain: Sequence[str], values: Sequence[Any]) -> alt.Scale:
    return alt.Scale(domain=list(domain), range=list(values[: len(domain)]))
