"""From a table to its estimate: the model chosen, the others beside it, and the interval."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from unsilenced.evidence.capture.bootstrap import Bootstrap, bootstrap
from unsilenced.evidence.capture.exhaustive import (
    NO_MODEL,
    Choices,
    Comparison,
    Criterion,
    compare,
)
from unsilenced.evidence.capture.fitting import Integers
from unsilenced.evidence.capture.models import Terms
from unsilenced.evidence.capture.one_model import ModelFit, fit_model
from unsilenced.evidence.capture.stepwise import stepwise
from unsilenced.evidence.capture.table import OverlapTable
from unsilenced.evidence.capture.threads import ALONE, Workers
from unsilenced.evidence.errors import BadInput

Method = Literal["exhaustive", "stepwise"]
Stage = Callable[[str], Workers]
"""Takes the name of the next stage; returns what does its work."""

RANKED = 20
RANKS = (1, 5, 10, 50, 100)
_ALL_COMPARED = 6


@dataclass(frozen=True)
class Question:
    """The question about a table.

    `max_order` is the largest number of lists in one term (stepwise looks at pairs only).
    `replicates` is how often the choice is bootstrapped: 0 means never.
    """

    max_order: int = 2
    criterion: Criterion = "bic"
    method: Method = "exhaustive"
    replicates: int = 1000
    seed: int = 1


@dataclass(frozen=True)
class Ranked:
    """A model beside the others: its estimate, its criterion, its distance from the best.

    `weight` is exp(-difference/2) as a share of the sum over all admissible models. It is None
    where not all were compared. `chosen` is in how many replicates the model was chosen, None
    without replicates.
    """

    model: str
    estimate: float
    criterion_value: float
    difference: float
    weight: float | None
    chosen: int | None


@dataclass(frozen=True, eq=False)
class Analysis:
    """An estimate with everything that it rests on.

    `codes` counts the models by SparseMSE's codes: 0 for those whose estimate exists and is
    unique. `model` and `fit` are None where no model has such an estimate. `often` lists the
    models that the replicates chose, and how often. `ranks` says how many replicates chose a
    model among the first so many of the table's own ranking.
    """

    table: OverlapTable
    question: Question
    model: str | None
    fit: ModelFit | None
    codes: dict[int, int]
    ranked: tuple[Ranked, ...]
    bootstrap: Bootstrap | None = None
    often: tuple[tuple[str, int], ...] = ()
    ranks: dict[int, int] | None = None

    @property
    def criterion_value(self) -> float | None:
        """The chosen model's BIC or AIC."""
        return None if self.fit is None else self.fit.criterion(self.question.criterion)

    def interval(self, level: float = 0.95) -> tuple[float, float] | None:
        """Return the BCa interval, which takes the choice of the model into account.

        Without replicates, return the interval given the model, which does not. None where there
        is no interval.
        """
        if self.fit is None:
            return None
        if self.bootstrap is None:
            return self.fit.interval(level)
        return self.bootstrap.interval(level)


def usual_method(lists: int) -> Method:
    """Return `exhaustive` for up to six lists, `stepwise` for more: they have too many models."""
    return "exhaustive" if lists <= _ALL_COMPARED else "stepwise"


def _alone(what: str) -> Workers:
    return ALONE


def analyse(table: OverlapTable, question: Question, stage: Stage = _alone) -> Analysis:
    """Choose a model for `table`, estimate from it, and bootstrap the choice.

    Raises `BadInput` if this table cannot answer the question.

    >>> table = OverlapTable.of(("b", "c", "d"), {(0, 0, 1): 41, (0, 1, 0): 5, (1, 0, 0): 5,
    ...                                           (1, 1, 0): 54, (1, 0, 1): 6, (1, 1, 1): 12})
    >>> found = analyse(table, Question(replicates=200))
    >>> found.model, round(found.fit.estimate, 2), found.codes
    ('[12,23]', 157.17, {0: 6, 1: 2})
    """
    if question.replicates < 0:
        raise BadInput("the number of replicates cannot be negative")
    return (_exhaustive if question.method == "exhaustive" else _stepwise)(table, question, stage)


def _exhaustive(table: OverlapTable, question: Question, stage: Stage) -> Analysis:
    compared = compare(table, question.max_order, question.criterion, stage("Fitting models"))
    codes = Counter(compared.codes.tolist())
    if not compared.order.size:
        return Analysis(table, question, None, None, dict(sorted(codes.items())), ())
    best = int(compared.masks[compared.order[0]])
    found = Analysis(
        table,
        question,
        compared.terms.written(best),
        fit_model(table, compared.terms.of(best)),
        dict(sorted(codes.items())),
        _ranked(compared, None),
    )
    if not question.replicates:
        return found
    choices = Choices(compared)
    drawn = _bootstrap(table, question, choices.choose, stage)
    chosen = Counter(int(place) for place in drawn.chosen if place != NO_MODEL)
    return Analysis(
        table,
        question,
        found.model,
        found.fit,
        found.codes,
        _ranked(compared, chosen),
        drawn,
        _often({int(compared.masks[place]): n for place, n in chosen.items()}, compared.terms),
        _ranks(compared, drawn.chosen),
    )


def _ranked(compared: Comparison, chosen: Counter[int] | None) -> tuple[Ranked, ...]:
    places = compared.order[:RANKED]
    best = float(compared.values[compared.order[0]])
    return tuple(
        Ranked(
            model=compared.terms.written(int(compared.masks[place])),
            estimate=float(compared.estimates[place]),
            criterion_value=float(compared.values[place]),
            difference=float(compared.values[place]) - best,
            weight=float(weight),
            chosen=None if chosen is None else chosen[int(place)],
        )
        for place, weight in zip(places, compared.weights, strict=False)
    )


def _ranks(compared: Comparison, chosen: Integers) -> dict[int, int]:
    rank_of = np.empty(len(compared.masks), np.int64)
    rank_of[compared.order] = np.arange(len(compared.order))
    ranks = rank_of[chosen[chosen != NO_MODEL]]
    return {first: int(np.count_nonzero(ranks < first)) for first in RANKS}


def _stepwise(table: OverlapTable, question: Question, stage: Stage) -> Analysis:
    terms = Terms.up_to(len(table.lists), question.max_order)
    if question.max_order > 1:
        terms = Terms.up_to(terms.lists, 2)
    steps = stepwise(table.counts, terms)
    codes = dict(sorted(Counter(steps.codes).items()))
    if not steps.masks:
        return Analysis(table, question, None, None, codes, ())
    drawn = chosen = None
    if question.replicates:
        drawn = _bootstrap(table, question, lambda counts: _step_by_step(counts, terms), stage)
        chosen = Counter(int(mask) for mask in drawn.chosen if mask != NO_MODEL)
    return Analysis(
        table,
        question,
        terms.written(steps.masks[-1]),
        fit_model(table, terms.of(steps.masks[-1])),
        codes,
        _on_the_way(table, question.criterion, terms, steps.masks, chosen),
        drawn,
        _often(chosen or {}, terms),
    )


def _step_by_step(counts: Integers, terms: Terms) -> tuple[int, float]:
    steps = stepwise(counts, terms)
    if not steps.masks:
        return NO_MODEL, float("nan")
    return steps.masks[-1], float(counts.sum() + np.exp(steps.intercept))


def _on_the_way(
    table: OverlapTable,
    criterion: Criterion,
    terms: Terms,
    masks: tuple[int, ...],
    chosen: Counter[int] | None,
) -> tuple[Ranked, ...]:
    fits = [(mask, fit_model(table, terms.of(mask))) for mask in masks]
    values = [fit.criterion(criterion) for _, fit in fits]
    least = min(values)
    ranked = [
        Ranked(
            model=terms.written(mask),
            estimate=fit.estimate,
            criterion_value=value,
            difference=value - least,
            weight=None,
            chosen=None if chosen is None else chosen[mask],
        )
        for (mask, fit), value in zip(fits, values, strict=True)
    ]
    return tuple(sorted(ranked, key=lambda one: one.criterion_value))


def _bootstrap(
    table: OverlapTable,
    question: Question,
    choose: Callable[[Integers], tuple[int, float]],
    stage: Stage,
) -> Bootstrap:
    workers = stage("Choosing again")
    return bootstrap(table, choose, question.replicates, question.seed, workers)


def _often(chosen: dict[int, int], terms: Terms) -> tuple[tuple[str, int], ...]:
    often = sorted(chosen.items(), key=lambda item: (-item[1], item[0]))
    return tuple((terms.written(mask), number) for mask, number in often)
