"""What we publish of an analysis: pictures, each with its words and its numbers.

Estimates reveal the counts behind them. So every function here takes the released table of
overlaps first, and shows only an analysis of that same table.
"""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

import unsilenced
from unsilenced.evidence.capture.analysis import Analysis
from unsilenced.evidence.capture.bootstrap import Bootstrap
from unsilenced.evidence.capture.charts import models_chart, overlap_chart
from unsilenced.evidence.capture.overlaps import TOGETHER, names_of, overlaps
from unsilenced.evidence.disclosure.gate import Released
from unsilenced.evidence.pictures.bins import binned
from unsilenced.evidence.pictures.figure import Column, Figure
from unsilenced.evidence.pictures.histogram import histogram
from unsilenced.evidence.pictures.publish import origin_of, write_page
from unsilenced.evidence.pictures.svg import accessible_svg

_MODELS_DRAWN = 12
_PATTERNS_DRAWN = 26
_PEOPLE = ",.0f"


def figures_of(released: Released, found: Analysis) -> tuple[Figure, ...]:
    """Return the pictures of an analysis: of its lists, its models, and its replicates if any.

    Raises `TypeError` unless the analysis is of the released table.
    """
    # A type checker does not always run, and it cannot tell one table from another.
    if not isinstance(released, Released) or released.table != overlaps(found.table):
        raise TypeError("only what the gate has released is published, and what rests on it")
    figures = [_overlap(found)]
    if found.ranked:
        figures.append(_models(found))
    if found.bootstrap is not None and found.bootstrap.failed < len(found.bootstrap.estimates):
        figures.append(_replicates(found, found.bootstrap))
    return tuple(figures)


def write_figures(released: Released, found: Analysis, folder: Path, data: Path) -> tuple[str, ...]:
    """Write the pictures, their tables and a page with all of them; return the files' names.

    `data` is the file that was analysed. Raises `BadInput` where the files cannot be written, or
    are there already.
    """
    figures = figures_of(released, found)
    said = _said(released, found, data)
    return write_page([released], "How many people no list holds", said, figures, folder)


def _overlap(found: Analysis) -> Figure:
    table = found.table
    codes = [code for code, count in enumerate(table.counts) if count]
    codes.sort(key=lambda code: (-table.counts[code], code))
    rows = [(TOGETHER.join(names_of(table.lists, code)), int(table.counts[code])) for code in codes]
    drawn, rest = rows[:_PATTERNS_DRAWN], rows[_PATTERNS_DRAWN:]
    words = (
        f"{table.cases:,} people on {len(table.lists)} lists. Each bar counts those on exactly the "
        "lists marked below it; beside each list's name stands how many it holds."
    )
    if rest:
        few = sum(count for _, count in rest)
        words += f" {len(rest)} combinations with {few:,} people are in the table alone."
    told = f"{words} {'; '.join(f'{names}: {count:,}' for names, count in drawn)}."
    title = "How the lists overlap"
    svg = accessible_svg(overlap_chart(found, codes[:_PATTERNS_DRAWN]), title, told)
    columns = Column("exactly these lists"), Column("people", ",")
    return Figure("overlap", title, words, svg, columns, rows)


def _models(found: Analysis) -> Figure:
    interval = found.interval()
    numbered = ", ".join(f"{at} {name}" for at, name in enumerate(found.table.lists, start=1))
    weighed = found.ranked[0].weight is not None
    words = (
        f"What each model estimates, the best by {found.question.criterion.upper()} first"
        f"{', and its weight among all admissible models' if weighed else ''}. "
        f"Lists in one term depend on each other; the lists are {numbered}. {_band(found)}"
    )
    drawn = found.ranked[:_MODELS_DRAWN]
    told = "; ".join(
        f"{one.model}: {one.estimate:,.0f}"
        + ("" if one.weight is None else f", weight {one.weight:.3f}")
        for one in drawn
    )
    title = "What each model estimates"
    svg = accessible_svg(models_chart(drawn, interval), title, f"{words} {told}.")
    columns = (
        Column("model"),
        Column("estimate", _PEOPLE),
        Column(found.question.criterion.upper(), ".3f"),
        Column("difference", ".3f"),
        Column("weight", ".3f"),
        Column("chosen in replicates", ","),
    )
    rows = [
        (one.model, one.estimate, one.criterion_value, one.difference, one.weight, one.chosen)
        for one in found.ranked
    ]
    return Figure("models", title, words, svg, columns, rows)


def _band(found: Analysis) -> str:
    interval = found.interval()
    if interval is None:
        return "The interval is unknown."
    low, high = interval
    how = "the choice of the model counted" if found.bootstrap else "were this model known"
    return f"The band is the 95% interval, {how}: {low:,.0f} to {high:,.0f}."


def _replicates(found: Analysis, drawn: Bootstrap) -> Figure:
    interval = found.interval()
    bins = binned(drawn.estimates, drawn.estimate if interval is None else interval[1])
    words = (
        f"The people were drawn again {len(drawn.estimates):,} times, and the model chosen each "
        f"time. The estimate from the lists themselves is {drawn.estimate:,.0f}; the 95% interval, "
    )
    words += (
        f"unknown, as {drawn.unknown()}."
        if interval is None
        else f"corrected for bias and acceleration, is {interval[0]:,.0f} to {interval[1]:,.0f}."
    )
    if bins[-1].high is None:
        words += f" {bins[-1].number:,} replicates are beyond what is drawn."
    if drawn.failed:
        words += f" In {drawn.failed:,} no model had an estimate."
    told = "; ".join(
        f"{each.number:,} from {each.low:,.0f}"
        + (" on" if each.high is None else f" to {each.high:,.0f}")
        for each in bins
        if each.number
    )
    title = "How much the estimate moves"
    marks = [("estimate", (drawn.estimate,)), ("95% interval", interval or ())]
    chart = histogram(bins, marks, "people, on a list or not", "replicates")
    svg = accessible_svg(chart, title, f"{words} Replicates by estimate: {told}.")
    columns = Column("from", _PEOPLE), Column("to below", _PEOPLE), Column("replicates", ",")
    return Figure(
        "replicates", title, words, svg, columns, [(b.low, b.high, b.number) for b in bins]
    )


def _said(released: Released, found: Analysis, data: Path) -> tuple[str, ...]:
    """What the page says first: the answer, then where it comes from."""
    question = found.question
    if found.fit is None:
        answer = "Unknown: no model has an estimate that exists and is unique."
    else:
        low_high = found.interval()
        ends = "unknown" if low_high is None else f"{low_high[0]:,.0f} to {low_high[1]:,.0f}"
        answer = Markup(
            "<strong>{:,.0f} people</strong>, 95% interval {}: {:,} on {} lists, the others on "
            "none."
        ).format(found.fit.estimate, ends, found.table.cases, len(found.table.lists))
    return (
        answer,
        origin_of([released], data),
        (
            f"Method: {question.method}, models of order up to {question.max_order}, "
            f"{question.criterion.upper()}, {question.replicates:,} replicates with BCa "
            f"intervals, seed {question.seed}, version {unsilenced.__version__}."
        ),
    )
