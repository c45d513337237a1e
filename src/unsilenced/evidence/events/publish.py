"""What we publish about an event: pictures for each outcome, each with its words and its numbers.

Ratios reveal the counts behind them. So every function here takes the released counts first, and
shows only an analysis of those same counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from pathlib import Path

import numpy as np
from markupsafe import Markup

import unsilenced
from unsilenced.evidence.disclosure.gate import Released
from unsilenced.evidence.disclosure.public import ReleasedFile
from unsilenced.evidence.events.analysis import Question
from unsilenced.evidence.events.counted import is_of
from unsilenced.evidence.events.leads import Study
from unsilenced.evidence.events.printed import randomised_text, ratio_text, verdict_of
from unsilenced.evidence.events.randomisation import Randomised
from unsilenced.evidence.events.result import RULE, Family, Result
from unsilenced.evidence.pictures.bins import binned
from unsilenced.evidence.pictures.data import Data
from unsilenced.evidence.pictures.figure import Column, Figure, Value
from unsilenced.evidence.pictures.histogram import histogram
from unsilenced.evidence.pictures.publish import check_released, origin_of, write_page
from unsilenced.evidence.pictures.ratios import LEAST, MOST, Drawn, across, below_each_other, beyond
from unsilenced.evidence.pictures.svg import accessible_svg

_DATES_DRAWN = 40
_RATIO = ".3f"
_ENDS = Column("ratio", _RATIO), Column("low", _RATIO), Column("high", _RATIO)


def figures_of(released: Sequence[Released | ReleasedFile], found: Family) -> tuple[Figure, ...]:
    """Return the pictures of each outcome: leads and lags, randomisation, other windows and dates.

    Raises `TypeError` unless the analysis is of the released counts.
    """
    # A type checker does not always run, and it cannot tell one table from another.
    if not is_of(released, found.panels):
        raise TypeError("only what the gate has released is published, and what rests on it")
    figures = []
    for number, result in enumerate(found.results, 1):
        name, outcome = f"outcome-{number}", result.effect.outcome
        figures.append(
            _study(f"{name}-event-study", f"{outcome}: before, during and after", result)
        )
        if result.randomised is not None:
            title = f"{outcome}: how far other sets of units stand out"
            drawn = _randomised(f"{name}-randomisation", title, result.randomised)
            figures += [drawn] if drawn else []
        figures.append(
            _sensitivity(f"{name}-sensitivity", f"{outcome}: other windows and dates", result)
        )
    return tuple(figures)


def write_figures(
    released: Sequence[Released | ReleasedFile],
    found: Family,
    question: Question,
    folder: Path,
    data: Data,
) -> tuple[str, ...]:
    """Write the pictures, their tables and a page with all of them; return the files' names.

    `data` is what was analysed. Raises `BadInput` where the files cannot be written, or
    are there already.
    """
    figures = figures_of(released, found)
    said = _said(released, found, question, data)
    event = f"{question.event[0]} to {question.event[-1]}"
    return write_page(released, f"What the event from {event} did", said, figures, folder)


def study_figure(
    released: Sequence[Released | ReleasedFile], title: str, words: str, study: Study, event: str
) -> Figure:
    """Return the picture of leads and lags, with `event` shaded and the reference at 1.

    `released` is what the study rests on. `event` names in a word what happened.
    """
    check_released(released)
    return _leads_and_lags("event-study", title, words, study, event)


def _study(name: str, title: str, result: Result) -> Figure:
    words = (
        "How many times as much was counted in treated units as had they gone the way of the "
        f"others since {_span(*result.study.reference)}, the reference, which is 1. Over the event "
        f"as a whole the ratio is {ratio_text(result.effect.ratio)}: {verdict_of(result)}."
    )
    return _leads_and_lags(name, title, words, result.study, "event")


def _leads_and_lags(name: str, title: str, words: str, study: Study, event: str) -> Figure:
    reference = _span(*study.reference)
    drawn = [Drawn(_span(each.first, each.last), each.ratio, "") for each in study.terms]
    at = sum(each.position < 0 for each in study.terms)
    place = next((n for n, each in enumerate(study.terms) if each.position == 0), at) + 1
    words = f"{words} Lines are {_level(drawn)} intervals; the {event} is shaded.{_cut(drawn)}"
    spans = [(each.label, ratio_text(each.ratio)) for each in drawn]
    spans.insert(at, (reference, "1, by definition"))
    told = "; ".join(f"{span}: {text}" for span, text in spans)
    chart = across(drawn, (at, reference), (place, event), "periods")
    rows: list[tuple[Value, ...]] = [
        (_span(each.first, each.last), _what(each.position, event), *_numbers(drawn[number]))
        for number, each in enumerate(study.terms)
    ]
    rows.insert(at, (reference, "reference", 1.0, None, None))
    columns = (Column("periods"), Column("what"), *_ENDS)
    return Figure(
        name, title, words, accessible_svg(chart, title, f"{words} {told}."), columns, rows
    )


def _randomised(name: str, title: str, found: Randomised) -> Figure | None:
    """Return the distribution over sets of units; `None` if no set has a finite statistic."""
    # Wald's statistic of one ratio is the square of its logarithm over the logarithm's error.
    distances = np.sqrt(found.statistics)
    observed = float(np.sqrt(found.observed))
    bins = binned(distances, observed if isfinite(observed) else 0.0)
    if not bins:
        return None
    words = (
        "How far the ratio is from 1, in standard errors of its logarithm, for other sets of as "
        f"many units. The treated units' is {observed:.2f}; {found.as_far:,} of {found.drawn:,} "
        f"sets are as far: p = {randomised_text(found)}."
    )
    if bins[-1].high is None:
        words += f" {bins[-1].number:,} sets are beyond what is drawn."
    told = "; ".join(
        f"{each.number:,} from {each.low:.4g}"
        + (" on" if each.high is None else f" to {each.high:.4g}")
        for each in bins
        if each.number
    )
    marks = [("the treated units", (observed,) if isfinite(observed) else ())]
    chart = histogram(bins, marks, "distance from 1, in standard errors", "sets of units")
    columns = Column("from", ".4g"), Column("to below", ".4g"), Column("sets of units", ",")
    svg = accessible_svg(chart, title, f"{words} Sets by distance: {told}.")
    return Figure(name, title, words, svg, columns, [(b.low, b.high, b.number) for b in bins])


def _sensitivity(name: str, title: str, result: Result) -> Figure:
    dates = [] if result.placebo is None else list(result.placebo.dates)
    rest = max(len(dates) - _DATES_DRAWN, 0)
    windows = [
        Drawn(f"window {_span(*result.window)}", result.effect.ratio, "as asked"),
        *(
            Drawn(f"window {_span(*w)}", other.ratio, "other windows")
            for w, other in result.windows
        ),
    ]
    placebos = [Drawn(f"as if {_span(n[0], n[-1])}", e.ratio, "other dates") for n, e in dates]
    ratios = [*windows, *placebos]
    drawn = [*windows, *placebos[rest:]]
    words = (
        "The ratio as asked, in other windows, and at other dates, where there was no event. "
        f"{' '.join(result.changes) or 'Nothing answers otherwise.'} Lines are {_level(ratios)} "
        f"intervals.{_cut(drawn)}"
    )
    if rest:
        words += f" The first {rest:,} of the other dates are in the table alone."
    told = "; ".join(f"{each.label}: {ratio_text(each.ratio)}" for each in drawn)
    svg = accessible_svg(below_each_other(drawn), title, f"{words} {told}.")
    columns = (Column("where"), Column("what"), *_ENDS)
    rows = [(each.label, each.group, *_numbers(each)) for each in ratios]
    return Figure(name, title, words, svg, columns, rows)


def _span(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"


def _what(position: int, event: str) -> str:
    return "before" if position < 0 else "after" if position else event


def _numbers(drawn: Drawn) -> tuple[float | None, float | None, float | None]:
    return drawn.ratio.value, drawn.ratio.low, drawn.ratio.high


def _level(ratios: list[Drawn]) -> str:
    return f"{ratios[0].ratio.level * 100:g}%"


def _cut(ratios: list[Drawn]) -> str:
    return f" What is beyond {LEAST:g} or {MOST:g} is drawn there." if beyond(ratios) else ""


def _said(
    released: Sequence[Released | ReleasedFile], found: Family, question: Question, data: Data
) -> tuple[str, ...]:
    """The page's first sentences: each outcome's answer, then where it comes from."""
    answers = [
        Markup("{}: <strong>{}</strong>, {}").format(
            each.effect.outcome, ratio_text(each.effect.ratio), verdict_of(each)
        )
        for each in found.results
    ]
    return (
        Markup("<br>\n").join(answers),
        f"{found.statement} {RULE}",
        f"The event was in {', '.join(question.treated)}.",
        origin_of(released, data),
        (
            f"Method: {found.results[0].effect.ratio.method}, {question.permutations:,} sets of "
            f"units asked for, seed {question.seed}, version {unsilenced.__version__}."
        ),
    )
