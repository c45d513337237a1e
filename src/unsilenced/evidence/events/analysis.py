"""Everything we ask about an event: its effect, and every check that could contradict it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.events.effect import Marked, effect, mark, stacked
from unsilenced.evidence.events.leads import Study, studied
from unsilenced.evidence.events.panel import Numbers, Panel
from unsilenced.evidence.events.placebo import placebo
from unsilenced.evidence.events.randomisation import PERMUTATIONS, SEED, Randomised, randomised
from unsilenced.evidence.events.result import Family, Result, adjusted
from unsilenced.evidence.events.statistic import statistic_of
from unsilenced.evidence.events.timing import REFERENCE, Event, event_of, other_windows
from unsilenced.evidence.progress import Progress, Stage, silent, unseen
from unsilenced.evidence.rates.estimate import LEVEL, check_level

LARGEST_STUDY = 50_000_000
"""The most counts times leads and lags in one fit: 400 megabytes of regressors."""


@dataclass(frozen=True, slots=True)
class Question:
    """The question: which units are treated when, and how to check the answer."""

    treated: tuple[str, ...]
    event: tuple[str, ...]
    window: tuple[str, str] | None = None
    """The first and the last period to look at; `None` means all."""

    others: tuple[tuple[str, str], ...] | None = None
    """Other windows; if `None`, those of `timing.other_windows`."""

    width: int | None = None
    """How many periods a lead or a lag holds; if `None`, as many as the event."""

    permutations: int = PERMUTATIONS
    seed: int = SEED
    level: float = LEVEL


def analyse(panels: Sequence[Panel], question: Question, stage: Stage = unseen) -> Family:
    """Ask the question of each outcome.

    `stage` gets the name of each stage and returns the stage's progress callback. Raises
    `BadInput` for what is not in the data, and if there is nothing to compare.
    """
    check_level(question.level)
    if not panels:
        raise BadInput("there is no outcome to look at")
    results = [examined(panel, question, stage(panel.outcome)) for panel in panels]
    return Family(tuple(panels), adjusted(results))


def examined(panel: Panel, question: Question, progress: Progress = silent) -> Result:
    """Ask the question of one outcome."""
    window = question.window or (panel.periods[0], panel.periods[-1])
    within = panel.window(*window)
    event = event_of(within.periods, question.event)
    if not event.first:
        raise BadInput("there is no period before the event to compare with")
    found = effect(within, question.treated, event.names, question.level)
    marked = mark(within, question.treated, event.names)
    study, leads = _study(marked, event, question)
    others = question.others
    if others is None:
        others = other_windows(panel.periods, window, question.event)
    return Result(
        window=window,
        effect=found,
        study=study,
        pre_trend=(
            _randomised(marked, leads, question, lambda done, number: progress(done, 2 * number))
            if leads.any()
            else None
        ),
        randomised=(
            _randomised(
                marked,
                marked.event.astype(int),
                question,
                lambda done, number: progress(number + done, 2 * number),
            )
            if isfinite(found.log_ratio)
            else None
        ),
        placebo=placebo(within, question.treated, event, found),
        windows=tuple(
            (other, effect(panel.window(*other), question.treated, event.names, question.level))
            for other in others
        ),
    )


def _randomised(
    marked: Marked, bins: Numbers, question: Question, progress: Progress
) -> Randomised:
    statistic = statistic_of(marked.panel, bins)
    return randomised(statistic, marked.treated, question.permutations, question.seed, progress)


def _study(marked: Marked, event: Event, question: Question) -> tuple[Study, Numbers]:
    """Return the event study, and for each period the number of its lead.

    The reference has number 0. A period that is no lead, or an unknown one, has -1.
    """
    width = event.length if question.width is None else question.width
    if width < 1:
        raise BadInput(f"a lead of {width} periods is none: it has 1 at least")
    of_period = dict(zip(event.periods, event.bins(width), strict=True))
    bins = np.array([of_period[period] for period in marked.panel.periods])
    positions = [each for each in sorted(set(bins.tolist())) if each != REFERENCE]
    spans = {
        each: [period for period, position in of_period.items() if position == each]
        for each in set(of_period.values())
    }
    if marked.panel.counts.size * len(positions) > LARGEST_STUDY:
        raise BadInput(
            f"{len(positions)} leads and lags of {marked.panel.counts.size:,} counts are too many "
            "to fit together: let each hold more periods"
        )
    design = np.stack([np.outer(marked.treated, bins == each) for each in positions], axis=2)
    study = studied(
        [stacked(marked.panel, design.astype(float))],
        [(each, spans[each][0], spans[each][-1]) for each in positions],
        (spans[REFERENCE][0], spans[REFERENCE][-1]),
        marked.fewest,
        question.level,
    )
    known = [
        term.position
        for term in study.terms
        if term.position < REFERENCE and term.ratio.value is not None
    ]
    leads = np.full(len(bins), -1)
    leads[bins == REFERENCE] = 0
    for number, position in enumerate(known, 1):
        leads[bins == position] = number
    return study, leads if known else np.zeros_like(leads)
