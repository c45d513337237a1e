"""Compares all hierarchical models: which has the smallest BIC or AIC, and what each estimates."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from unsilenced.evidence.capture.compiled import compiled
from unsilenced.evidence.capture.existence import code_of
from unsilenced.evidence.capture.fitting import (
    FITTED,
    NOT_UNIQUE,
    UNDECIDED,
    Data,
    Floats,
    Integers,
    Space,
    data_of,
    fit,
    fit_models,
    set_terms,
    space_for,
)
from unsilenced.evidence.capture.models import Terms, all_models
from unsilenced.evidence.capture.table import OverlapTable
from unsilenced.evidence.capture.threads import ALONE, Workers

Criterion = Literal["bic", "aic"]
NO_MODEL = -1
_AT_ONCE = 2_000
_LIKELY = 16
_ROUNDING = 1e-6


@dataclass(frozen=True, eq=False)
class Comparison:
    """Every model of a table: its code, the criterion and the estimated total.

    `codes` are SparseMSE's: 0 where the estimate exists and is unique. Only there do `values`
    and `estimates` mean something. `order` has the places of the models with code 0, best first.
    """

    terms: Terms
    criterion: Criterion
    masks: Integers
    codes: NDArray[np.int8]
    values: Floats
    estimates: Floats
    order: Integers

    @property
    def weights(self) -> Floats:
        """The weights exp(-d/2), d a model's distance from the best; they add up to 1.

        In the order of `order`. With BIC they approximate the models' posterior probabilities.
        """
        weights = np.exp((self.values[self.order[:1]] - self.values[self.order]) / 2)
        return np.asarray(weights / weights.sum())


def penalty(criterion: Criterion, cases: int) -> float:
    """Return what each parameter costs. The size of the sample in BIC is the number of cases.

    Parameters at minus infinity are counted too, as in Silverman, Chan and Vincent (2024,
    doi:10.1007/s11222-023-10346-9).
    """
    return log(cases) if criterion == "bic" else 2.0


def compare(
    table: OverlapTable,
    max_order: int,
    criterion: Criterion = "bic",
    workers: Workers = ALONE,
) -> Comparison:
    """Fit all hierarchical models with terms of up to `max_order` lists to `table`.

    Raises `BadInput` if there are none or too many. About 25 bytes a model.

    >>> table = OverlapTable.of(("b", "c", "d"), {(0, 0, 1): 41, (0, 1, 0): 5, (1, 0, 0): 5,
    ...                                           (1, 1, 0): 54, (1, 0, 1): 6, (1, 1, 1): 12})
    >>> found = compare(table, 2)
    >>> best = found.order[0]
    >>> found.terms.written(int(found.masks[best])), round(float(found.estimates[best]), 2)
    ('[12,23]', 157.17)
    """
    terms = Terms.up_to(len(table.lists), max_order)
    masks = all_models(terms)
    data = data_of(table.counts, terms.lists)
    codes = np.empty(len(masks), np.int8)
    log_likelihoods = np.empty(len(masks))
    intercepts = np.empty(len(masks))

    def fit_part(part: slice) -> None:
        found = codes[part], log_likelihoods[part], intercepts[part]
        fit_models(data, terms.codes, masks[part], found)

    workers.do(fit_part, len(masks), _AT_ONCE)
    for place in np.flatnonzero(codes >= UNDECIDED):
        codes[place] = code_of(data, terms.of(int(masks[place])))
    sizes = np.bitwise_count(masks) + (1.0 + terms.lists)
    values = penalty(criterion, table.cases) * sizes - 2 * log_likelihoods
    admissible = np.flatnonzero(codes == FITTED)
    order = admissible[np.argsort(values[admissible], kind="stable")]
    with np.errstate(over="ignore"):
        estimates = table.cases + np.exp(intercepts)
    return Comparison(terms, criterion, masks, codes, values, estimates, order)


class Choices:
    """The admissible models of a table, ready to choose the best of them for other counts.

    The models with code 0 for the table take part. Their codes are worked out again for the other
    counts, as in Silverman, Chan and Vincent (2024).
    """

    def __init__(self, comparison: Comparison) -> None:
        order = comparison.order
        sizes = np.bitwise_count(comparison.masks[order])
        self.comparison = comparison
        self._by_size = order[np.argsort(sizes, kind="stable")]

    def choose(self, counts: Integers) -> tuple[int, float]:
        """Return the place of the best model for `counts`, and its estimate of the total.

        Where no model has an estimate, the place is `NO_MODEL` and the estimate is NaN.
        """
        compared = self.comparison
        terms = compared.terms
        data = data_of(counts, terms.lists)
        costs = penalty(compared.criterion, int(counts.sum()))
        refused = accepted = np.empty(0, np.int64)
        while True:
            search = _Search(
                terms.codes,
                compared.masks,
                compared.order[:_LIKELY],
                self._by_size,
                costs,
                refused,
                accepted,
            )
            place, undecided, intercept = _best(data, search)
            if not undecided:
                break
            if code_of(data, terms.of(int(compared.masks[place]))) == FITTED:
                accepted = np.append(accepted, place)
            else:
                refused = np.append(refused, place)
        if place == NO_MODEL:
            return NO_MODEL, float("nan")
        return place, float(counts.sum()) + exp(intercept)


class _Search(NamedTuple):
    """Where to look for the best model, and what the linear programme said of undecided ones."""

    codes: Integers
    masks: Integers
    likely: Integers
    by_size: Integers
    costs: float
    refused: Integers
    accepted: Integers


@compiled
def _best(data: Data, search: _Search) -> tuple[int, bool, float]:
    """Return the best model's place, whether its existence is undecided, and its intercept.

    The likely models come first, then all others, those with the fewest terms first. It skips
    those that cannot beat the best so far: more terms never make the fit of a model worse.
    """
    space = space_for(data.lists)
    terms = np.empty(1 << data.lists, np.int64)
    best, best_value, best_undecided, best_intercept = NO_MODEL, np.inf, False, 0.0
    highest = _highest(data, search.codes, space, terms)
    for turn in range(2):
        for place in search.by_size if turn else search.likely:
            mask = search.masks[place]
            number = set_terms(mask, search.codes, data.lists, terms)
            costs = search.costs * number
            if turn:
                if costs - 2 * highest[0, 0] > best_value:
                    break
                if costs - 2 * _limit(mask, highest) > best_value:
                    continue
            code, log_likelihood, intercept = fit(data, terms[:number], space)
            value = costs - 2 * log_likelihood
            undecided = code >= UNDECIDED
            if undecided:
                if _holds(search.refused, place):
                    continue
                undecided = not _holds(search.accepted, place)
            elif code != FITTED:
                continue
            if value < best_value:
                best, best_value = place, value
                best_undecided, best_intercept = undecided, intercept
    return best, best_undecided, best_intercept


@compiled
def _highest(data: Data, codes: Integers, space: Space, terms: Integers) -> Floats:
    """Return an upper bound on the log likelihood of the models without two given pairs of lists.

    [1 + i, 1 + j] is for the pairs i <= j, which may be the same pair; [0, 0] is for every model.
    """
    pairs = data.lists * (data.lists - 1) // 2
    perfect = _ROUNDING - data.log_factorials
    for count in data.counts:
        if count > 0:
            perfect += count * log(count) - count
    highest = np.full((pairs + 1, pairs + 1), perfect)
    for one in range(min(pairs, len(codes))):
        for other in range(one, pairs):
            number = set_terms(0, codes, data.lists, terms)
            for code in codes:
                if code & codes[one] != codes[one] and code & codes[other] != codes[other]:
                    terms[number] = code
                    number += 1
            found, log_likelihood, _ = fit(data, terms[:number], space)
            if found in (FITTED, NOT_UNIQUE):
                highest[1 + one, 1 + other] = log_likelihood + _ROUNDING
    return highest


@compiled
def _limit(mask: int, highest: Floats) -> float:
    limit = float(highest[0, 0])
    for one in range(1, len(highest)):
        if not mask >> (one - 1) & 1:
            for other in range(one, len(highest)):
                if not mask >> (other - 1) & 1:
                    limit = min(limit, highest[one, other])
    return limit


@compiled
def _holds(places: Integers, place: int) -> bool:
    for each in places:  # noqa: SIM110 - compiled without any()
        if each == place:
            return True
    return False
