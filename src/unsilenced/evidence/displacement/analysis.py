"""What visits did to contacts: leads and lags, one ratio of after to before, and its checks."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, permutations
from math import factorial, inf, isfinite

import numpy as np
from numpy.typing import NDArray

from unsilenced.evidence.displacement.around import Around, Span, Used, around
from unsilenced.evidence.displacement.leads import distance_before
from unsilenced.evidence.displacement.visits import Visits
from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.events.fitting import fit
from unsilenced.evidence.events.leads import Study, studied
from unsilenced.evidence.events.panel import Numbers, Panel
from unsilenced.evidence.events.randomisation import SEED, Randomised
from unsilenced.evidence.events.ratio import (
    NO_DIFFERENCE,
    UNKNOWN,
    answer_by,
    answer_of,
    ratio_of,
    usable,
)
from unsilenced.evidence.progress import Progress, silent
from unsilenced.evidence.rates.estimate import LEVEL, Estimate, check_level, nothing_known

METHOD = "stacked Poisson fixed effects, clustered by unit"

BEFORE = 3
AFTER = 3
PERMUTATIONS = 999

FEW_UNITS = 40
FEW_VISITED = 10

RULE = (
    "An answer is “higher” or “lower” where the interval of the ratio leaves 1 out, else “no "
    "difference”. A result is fragile if a shorter span before or after the visits, or the "
    "randomisation inference, answers otherwise. That one answers by a p-value below 1 less the "
    "level, and is asked where so small a p-value could have been had."
)

_AS_FAR = 1 - 1e-9


@dataclass(frozen=True, slots=True)
class Question:
    """How many periods around each visit are looked at, and how the answer is checked."""

    span: Span = Span(BEFORE, AFTER)  # noqa: RUF009 - a frozen value
    permutations: int = PERMUTATIONS
    seed: int = SEED
    level: float = LEVEL


@dataclass(frozen=True, slots=True)
class Change:
    """The ratio of contacts from the visit on to contacts before, over that of units beside."""

    span: Span
    ratio: Estimate
    log_ratio: float | None
    error: float | None


@dataclass(frozen=True, slots=True)
class Displacement:
    """What we found around visits. `randomised` is `None` where there is no error to judge by.

    `pre_trend` is the same for the joint test of the leads, `None` where these have none.
    """

    contacts: Panel
    question: Question
    change: Change
    study: Study
    randomised: Randomised | None
    pre_trend: Randomised | None
    shorter: tuple[Change, ...]
    used: Used
    outside: int

    @property
    def answer(self) -> str:
        """What the interval says."""
        return answer_of(self.change.ratio)

    @property
    def changes(self) -> tuple[str, ...]:
        """The checks that contradict the answer, a sentence each; none if there is no answer."""
        if self.answer == UNKNOWN:
            return ()
        found = [
            f"{other.span.before} before and {other.span.after} after answers: "
            f"{answer_of(other.ratio)}."
            for other in self.shorter
            if answer_of(other.ratio) != self.answer
        ]
        check, log_ratio = self.randomised, self.change.log_ratio
        if check and log_ratio is not None and check.least < 1 - self.question.level:
            said = answer_by(check.p_value, log_ratio, self.question.level)
            if said != self.answer:
                found.append(f"Randomisation inference answers: {said} (p = {check.p_value:.2g}).")
        return tuple(found)

    @property
    def fragile(self) -> bool:
        """Whether any check contradicts the answer (see `RULE`)."""
        return bool(self.changes)

    @property
    def statement(self) -> str:
        """What we can say with this many units."""
        used = self.used
        counted = (
            f"{used.visits} visits of {used.visited_units} units are looked at, beside "
            f"{used.other_units} units that were free of visits then."
        )
        if used.units >= FEW_UNITS and used.visited_units >= FEW_VISITED:
            return counted
        few = (
            "These are few: intervals that are clustered by unit are too narrow. Go by the "
            "randomisation."
        )
        if self.answer == NO_DIFFERENCE:
            few += " That no difference is seen does not show that there is none."
        return f"{counted} {few}"


def displaced(
    contacts: Panel, visits: Visits, question: Question, progress: Progress = silent
) -> Displacement:
    """Look at contacts around visits.

    Raises `BadInput` for an empty span, and if no visit can be looked at.
    """
    check_level(question.level)
    span = question.span
    if span.before < 1 or span.after < 0:
        raise BadInput("a visit needs 1 period before it at least, and 0 after it")
    found = around(contacts, visits.visited, span)
    if not found.groups:
        raise BadInput(f"no visit can be looked at: {_reasons(found.used)}")
    change = _change(found, span, question.level)
    positions = span.positions
    study = studied(
        found.by_position(positions),
        [(each, f"{each:+}" if each else "0", f"{each:+}" if each else "0") for each in positions],
        ("-1", "-1"),
        min(found.used.visited_units, found.used.other_units),
        question.level,
    )
    dealt = _dealt(contacts, visits, question, found, change, progress=progress)
    shorter = {
        Span(span.before, span.after // 2): None,
        Span((span.before + 1) // 2, span.after): None,
    }
    return Displacement(
        contacts=contacts,
        question=question,
        change=change,
        study=study,
        randomised=dealt[0],
        pre_trend=dealt[1],
        shorter=tuple(
            _change(around(contacts, visits.visited, other), other, question.level)
            for other in shorter
            if other != span
        ),
        used=found.used,
        outside=visits.outside,
    )


def _reasons(used: Used) -> str:
    said = [
        f"{number} {why}"
        for number, why in (
            (used.too_near_the_ends, "are too near the ends of the contacts"),
            (used.follow_another, "follow another of the same unit too soon"),
            (used.nobody_beside, "have no unit free of visits beside them"),
            (used.no_contacts, "are of units without contacts then"),
        )
        if number
    ]
    return ", ".join(said)


def _change(found: Around, span: Span, level: float) -> Change:
    if not found.comparable:
        unknown = nothing_known("too few contacts to tell after from before", level, METHOD)
        return Change(span, unknown, None, None)
    fitted = fit(found.before_and_after())
    fewest = min(found.used.visited_units, found.used.other_units)
    error = usable(float(fitted.errors[0]), fewest)
    log_ratio = float(fitted.coefficients[0])
    return Change(span, ratio_of(log_ratio, error, level, METHOD), log_ratio, error)


def _dealt(  # noqa: PLR0913 - what is looked at, and how
    contacts: Panel,
    visits: Visits,
    question: Question,
    found: Around,
    change: Change,
    *,
    progress: Progress,
) -> tuple[Randomised | None, Randomised | None]:
    """Deal the histories of visits to the units again at random, and look again.

    Returns how often the ratio is as far from 1, and how often the leads are. These p-values are
    right only if a unit's visits depend on time and on its other visits, and on nothing else about
    the unit.
    """
    if change.error is None:
        return None, None
    span, units = question.span, len(contacts.units)
    exact = factorial(units) <= question.permutations
    random = np.random.default_rng(question.seed)
    number = factorial(units) if exact else question.permutations
    before = distance_before(found, span) if span.leads else inf
    distances, befores = np.empty(number), np.empty(number)
    every = permutations(range(units))
    for done in range(number):
        order: NDArray[np.intp] = (
            np.array(next(islice(every, 1))) if exact else random.permutation(units)
        )
        dealt = around(contacts, visits.visited[order], span)
        distances[done] = _distance(_change(dealt, span, question.level))
        if isfinite(before):
            befores[done] = distance_before(dealt, span)
        progress(done + 1, number)
    return (
        _randomised(exact, units, _distance(change), distances),
        _randomised(exact, units, before, befores) if isfinite(before) else None,
    )


def _randomised(
    exact: bool,  # noqa: FBT001 - a private function
    units: int,
    observed: float,
    dealt: Numbers,
) -> Randomised:
    as_far = int((dealt >= observed * _AS_FAR).sum())
    return Randomised(exact, factorial(units), len(dealt), as_far, observed, dealt)


def _distance(change: Change) -> float:
    if change.log_ratio is None or change.error is None:
        return inf
    return abs(change.log_ratio) / change.error
