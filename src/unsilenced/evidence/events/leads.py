"""Ratios before and after an event, and whether treated units already differed before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import f as f_distribution

from unsilenced.evidence.events.fitting import Fit, Stack, fit
from unsilenced.evidence.events.panel import Numbers
from unsilenced.evidence.events.ratio import ratio_of, usable
from unsilenced.evidence.events.separation import estimable
from unsilenced.evidence.rates.estimate import Estimate, nothing_known

METHOD = "event study, Poisson fixed effects, clustered by unit"


@dataclass(frozen=True, slots=True)
class Term:
    """The ratio of treated to other units in some periods, over that in the reference periods.

    `position` counts bins from the event, which is 0; leads are below 0.
    """

    position: int
    first: str
    last: str
    ratio: Estimate


@dataclass(frozen=True, slots=True)
class PreTrend:
    """The joint test that all leads are 1: Hotelling's, by the units of the smaller side.

    With n such units F = Wald / leads * (n - leads) / (n - 1), which has `leads` and n - leads
    degrees of freedom: with so few units, only these carry the spread of the leads. `unknown`
    says why there is no test: there are no leads, n is not above `leads`, or the covariance of the
    leads is singular.
    """

    leads: int
    statistic: float | None
    p_value: float | None
    unknown: str | None = None


@dataclass(frozen=True, slots=True)
class Study:
    """All leads and lags of an event, except the reference, which is 1 by definition."""

    reference: tuple[str, str]
    terms: tuple[Term, ...]
    pre_trend: PreTrend


def studied(
    stacks: Sequence[Stack],
    labels: Sequence[tuple[int, str, str]],
    reference: tuple[str, str],
    fewest: int,
    level: float,
) -> Study:
    """Fit one ratio for each label, position, and first and last period, in the design's order.

    `fewest` is the number of units on the smaller side.
    """
    kept = estimable(stacks)
    if not kept.known.any():
        unknown = nothing_known("too little was counted to tell", level, METHOD)
        terms = tuple(Term(*label, unknown) for label in labels)
        return Study(reference, terms, PreTrend(0, None, None, "no lead is known"))
    found = fit(kept.stacks)
    places = np.cumsum(kept.fitted) - 1
    terms = tuple(
        Term(*label, _ratio(found, int(place), fewest, level) if is_known else _unknown(level))
        for label, place, is_known in zip(labels, places, kept.known, strict=True)
    )
    leads = [
        int(place)
        for (position, _, _), place, is_known in zip(labels, places, kept.known, strict=True)
        if position < 0 and is_known
    ]
    return Study(reference, terms, _pre_trend(found, leads, fewest))


def _ratio(found: Fit, place: int, fewest: int, level: float) -> Estimate:
    error = usable(float(found.errors[place]), fewest)
    return ratio_of(float(found.coefficients[place]), error, level, METHOD)


def _unknown(level: float) -> Estimate:
    return nothing_known("nothing was counted on one of the sides", level, METHOD)


def _pre_trend(found: Fit, leads: Sequence[int], fewest: int) -> PreTrend:
    number = len(leads)
    if not number:
        return PreTrend(0, None, None, "there are no leads")
    chosen = np.ix_(leads, leads)
    whole = wald(found.coefficients[list(leads)], found.covariance[chosen])
    if number >= fewest:
        reason = f"{number} leads are too many for {fewest} units on a side"
        return PreTrend(number, None, None, reason)
    if whole is None:
        return PreTrend(number, None, None, "the units differ in too few ways to tell leads apart")
    statistic = whole * (fewest - number) / (fewest - 1)
    p_value = float(f_distribution.sf(statistic, number, fewest - number))
    return PreTrend(number, statistic, p_value)


def wald(coefficients: Numbers, covariance: Numbers) -> float | None:
    """Return Wald's statistic over the number of coefficients; `None` if it does not exist."""
    if not np.isfinite(covariance).all():
        return None
    if np.linalg.matrix_rank(covariance, hermitian=True) < len(coefficients):
        return None
    return float(coefficients @ np.linalg.solve(covariance, coefficients) / len(coefficients))
