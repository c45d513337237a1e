"""One model's fit, with everything that it tells us."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf, log, sqrt
from typing import Literal

import numpy as np
from scipy.special import ndtri, xlogy

from unsilenced.evidence.capture.existence import code_of
from unsilenced.evidence.capture.fitting import (
    FITTED,
    Data,
    Floats,
    Integers,
    Space,
    data_of,
    fit,
    space_for,
)
from unsilenced.evidence.capture.table import OverlapTable
from unsilenced.evidence.errors import BadInput

_GLM_START, _GLM_STEPS, _GLM_CHANGE = 0.1, 25, 1e-8


@dataclass(frozen=True, eq=False)
class ModelFit:
    """A model fitted to a table.

    `coefficients` are on the scale of logarithms, by term (0 is the intercept), minus infinity
    where no case is on all the term's lists. `deviance`, `aic` and `bic` (with the number of cases
    as the size of the sample) count all terms. `missing_log` and `missing_log_error` are the
    logarithm of the number of cases on no list, and its standard error given the model.
    """

    cases: int
    coefficients: dict[int, float]
    log_likelihood: float
    deviance: float
    missing_log: float
    missing_log_error: float

    @property
    def estimate(self) -> float:
        """The estimated number of cases, including those on no list."""
        return self.cases + exp(self.missing_log)

    @property
    def aic(self) -> float:
        """Akaike's criterion."""
        return 2.0 * len(self.coefficients) - 2 * self.log_likelihood

    @property
    def bic(self) -> float:
        """The Bayesian criterion, for as many observations as there are cases."""
        return log(self.cases) * len(self.coefficients) - 2 * self.log_likelihood

    def criterion(self, name: Literal["bic", "aic"]) -> float:
        """Return the criterion of that name."""
        return self.bic if name == "bic" else self.aic

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """Return the interval of the estimate as if the model were known to be right.

        It is symmetric for the logarithm of the missing cases. It is too narrow, because the same
        counts chose the model: `bootstrap` gives the interval to report.
        """
        half = float(ndtri((1 + level) / 2)) * self.missing_log_error
        return (
            self.cases + exp(self.missing_log - half),
            self.cases + exp(self.missing_log + half),
        )


def fit_model(table: OverlapTable, terms: Integers) -> ModelFit:
    """Fit the model of `terms`, which hold all their parts, the intercept (0) first.

    Raises `BadInput` if its estimate does not exist or is not unique.

    >>> table = OverlapTable.of(("a", "b", "c"), {(1, 0, 0): 40, (0, 1, 0): 30, (0, 0, 1): 20,
    ...                                           (1, 1, 0): 6, (0, 1, 1): 2})
    >>> found = fit_model(table, np.array([0, 1, 2, 4]))
    >>> round(found.estimate), [round(end) for end in found.interval()]
    (439, [253, 848])
    """
    data = data_of(table.counts, len(table.lists))
    code = code_of(data, terms)
    if code != FITTED:
        reasons = ("", "does not exist", "is not unique", "neither exists nor is unique")
        raise BadInput(f"the model's estimate {reasons[code]} (code {code})")
    space = space_for(data.lists)
    _, log_likelihood, intercept = fit(data, terms, space)
    finite = int(np.count_nonzero(data.margins[terms] > 0))
    coefficients = {int(term): -inf for term in terms}
    for term, value in zip(space.terms[:finite], space.coefficients[:finite], strict=True):
        coefficients[int(term)] = float(value)
    return ModelFit(
        cases=table.cases,
        coefficients=coefficients,
        log_likelihood=log_likelihood,
        deviance=2 * (_perfect(data) - log_likelihood),
        missing_log=intercept,
        missing_log_error=_error(data, space, finite),
    )


def _perfect(data: Data) -> float:
    counts = data.counts[data.counts > 0]
    return float(np.sum(counts * np.log(counts) - counts)) - data.log_factorials


def _error(data: Data, space: Space, finite: int) -> float:
    """Return the intercept's standard error as R's `glm` reports it.

    R uses the weights of its last step, not those at the estimate. That moves the ends of an
    interval by about a millionth. Published intervals come from R, so we take the same steps.
    """
    terms, patterns = space.terms[:finite], np.flatnonzero(space.left)
    design = (patterns[:, None] & terms == terms).astype(float)
    counts = data.counts[patterns]
    means = counts + _GLM_START
    predictors = np.log(means)
    before = _deviance(counts, means)
    information = np.eye(finite)
    for _ in range(_GLM_STEPS):
        information = design.T @ (design * means[:, None])
        working = means * predictors + counts - means
        predictors = design @ np.linalg.solve(information, design.T @ working)
        means = np.exp(predictors)
        deviance = _deviance(counts, means)
        if abs(deviance - before) < _GLM_CHANGE * (abs(deviance) + 0.1):
            break
        before = deviance
    return sqrt(float(np.linalg.inv(information)[0, 0]))


def _deviance(counts: Floats, means: Floats) -> float:
    return 2 * float(np.sum(xlogy(counts, counts / means) - counts + means))
