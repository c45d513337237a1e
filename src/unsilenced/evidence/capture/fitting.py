"""Fitting a log-linear Poisson model, and telling whether its estimate exists and is unique.

With terms as 0/1 columns, everything that Newton's method needs is a sum over supersets. The
margin of term s is the sum of the counts of the patterns that contain s. The gradient is the
margins minus those of the fitted means. The Hessian at (s, t) is the margin of the fitted means
at s | t. We build no design matrix.

A term whose margin is 0 has its estimate at minus infinity: the patterns that contain it have a
mean of 0. They and the term leave the fit (Chan, Silverman and Vincent 2021,
doi:10.1080/01621459.2019.1708748). For the rest two things may fail. The codes of the R package
SparseMSE tell them apart: 1, no estimate exists; 2, it is not unique; 3, both.

Uniqueness is decided exactly. The terms left hold all their parts, and their own patterns are
left, so all columns except the intercept's are independent. Only one combination of these could
be the intercept; its coefficient at s is (-1)**|s|. The estimate is unique if that combination
is not 0 at some pattern left.

Existence (Fienberg and Rinaldo 2012, doi:10.1214/12-AOS986) is decided by proof. If Newton's
steps vanish at every pattern, also where it counts 0, the estimate exists: the means are above 0
and have the margins of the counts. If they do not vanish, and the step rounded to whole numbers
is 0 at every counted pattern and nowhere above 0, the likelihood grows without end along it, and
no estimate exists. If neither happens, the linear programme (`existence`) decides.
"""

from __future__ import annotations

from math import exp, lgamma, log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from unsilenced.evidence.capture.compiled import compiled

FITTED, NO_ESTIMATE, NOT_UNIQUE = 0, 1, 2
UNDECIDED = 4
"""Existence is not decided yet; the linear programme must decide it."""

_STEPS, _HALVINGS = 80, 30
_LARGEST_STEP = 6.0
_CONVERGED = 1e-5  # the step after this one would be about its square
_STILL_GOING = 0.2
_SETTLED_AFTER = 4
_MULTIPLES = 4
_PIVOT = 1e-13
_START = 0.02

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class Data(NamedTuple):
    """Counts by pattern, and what all fits to them share; `data_of` makes it."""

    lists: int
    counts: Floats
    margins: Floats
    weights: Floats
    weighted: Floats
    weight_margins: Floats
    weighted_margins: Floats
    log_factorials: float


class Space(NamedTuple):
    """Memory for one fit after the other, in one thread; `space_for` makes it."""

    terms: Integers
    coefficients: Floats
    step: Floats
    predictors: Floats
    change: Floats
    means: Floats
    hessian: Floats
    whole: Integers
    left: NDArray[np.bool_]


@compiled
def superset_sums(values: Floats, lists: int) -> None:
    """Replace the value at each set by the sum over the sets that contain it."""
    for number in range(lists):
        bit = 1 << number
        for block in range(0, 1 << lists, 2 * bit):
            for place in range(block, block + bit):
                values[place] += values[place + bit]


@compiled
def subset_sums(values: Floats, lists: int) -> None:
    """Replace the value at each set by the sum over the sets in it."""
    for number in range(lists):
        bit = 1 << number
        for block in range(0, 1 << lists, 2 * bit):
            for place in range(block, block + bit):
                values[place + bit] += values[place]


@compiled
def _whole_subset_sums(values: Integers, lists: int) -> None:
    for number in range(lists):
        bit = 1 << number
        for block in range(0, 1 << lists, 2 * bit):
            for place in range(block, block + bit):
                values[place + bit] += values[place]


@compiled
def data_of(counts: Integers, lists: int) -> Data:
    """Return what fits to `counts` need. It ignores `counts[0]`."""
    patterns = 1 << lists
    as_floats = np.zeros(patterns)
    weights = np.zeros(patterns)
    weighted = np.zeros(patterns)
    log_factorials = 0.0
    for pattern in range(1, patterns):
        count = float(counts[pattern])
        start = count + _START
        as_floats[pattern] = count
        weights[pattern] = start
        weighted[pattern] = start * log(start) - _START
        log_factorials += lgamma(count + 1.0)
    margins = as_floats.copy()
    superset_sums(margins, lists)
    weight_margins, weighted_margins = weights.copy(), weighted.copy()
    superset_sums(weight_margins, lists)
    superset_sums(weighted_margins, lists)
    return Data(
        lists,
        as_floats,
        margins,
        weights,
        weighted,
        weight_margins,
        weighted_margins,
        log_factorials,
    )


@compiled
def space_for(lists: int) -> Space:
    """Return memory for fits with `lists` lists."""
    patterns = 1 << lists
    return Space(
        np.empty(patterns, np.int64),
        np.empty(patterns),
        np.empty(patterns),
        np.empty(patterns),
        np.empty(patterns),
        np.empty(patterns),
        np.empty((patterns, patterns)),
        np.empty(patterns, np.int64),
        np.empty(patterns, np.bool_),
    )


@compiled
def fit(data: Data, terms: Integers, space: Space) -> tuple[int, float, float]:
    """Fit the model of `terms`, which hold all their parts, the intercept (0) first.

    Returns a code, the log likelihood and the intercept. The code is one of those above. If
    `UNDECIDED` is added to it, existence is not decided and the figures are how far the fit got.
    The intercept means something only if the code is `FITTED`. `space` holds the fit: the terms
    not at minus infinity with their coefficients, and the linear predictor at each pattern `left`.
    """
    number, unique = reduced(data, terms, space)
    if not unique:
        # The other columns span the intercept's, so the same means can be reached without it.
        number -= 1
        space.terms[:number] = space.terms[1 : number + 1]
    code = FITTED if unique else NOT_UNIQUE
    decided, log_likelihood = _climb(data, number, space)
    intercept = space.coefficients[0]
    return code + decided, log_likelihood - data.log_factorials, intercept


@compiled
def reduced(data: Data, terms: Integers, space: Space) -> tuple[int, bool]:
    """Leave out the terms with a margin of 0, and the patterns that contain them.

    Sets `terms` and `left` of `space`; returns how many terms are left, and whether their
    estimate is unique.
    """
    space.left[:] = True
    space.left[0] = False
    number = 0
    for term in terms:
        if data.margins[term] > 0:
            space.terms[number] = term
            number += 1
        else:
            for pattern in range(term, 1 << data.lists):
                if pattern & term == term:
                    space.left[pattern] = False
    return number, _is_unique(data, number, space)


@compiled
def _is_unique(data: Data, number: int, space: Space) -> bool:
    space.whole[:] = 0
    for place in range(number):
        term = space.terms[place]
        sign = 1
        while term:
            term &= term - 1
            sign = -sign
        space.whole[space.terms[place]] = sign
    _whole_subset_sums(space.whole, data.lists)
    for pattern in range(1, 1 << data.lists):
        if space.left[pattern] and space.whole[pattern] != 0:
            return True
    return False


@compiled
def _climb(data: Data, number: int, space: Space) -> tuple[int, float]:
    """Climb the likelihood from a weighted fit to the logarithms of the counts."""
    _start(data, number, space)
    before = -np.inf
    halvings = 0
    for taken in range(_STEPS):
        linear = 0.0
        for place in range(number):
            linear += data.margins[space.terms[place]] * space.coefficients[place]
        _set_means(data, space)
        superset_sums(space.means, data.lists)
        log_likelihood = linear - space.means[0]
        if not log_likelihood >= before - 1e-9 * (1.0 + abs(before)) and halvings < _HALVINGS:
            halvings += 1
            _halve(number, space)
            continue
        before = log_likelihood
        for place in range(number):
            term = space.terms[place]
            space.step[place] = data.margins[term] - space.means[term]
        if not _solve(number, space):
            return UNDECIDED, log_likelihood
        largest = _take(data, number, space)
        if largest < _CONVERGED:
            linear = 0.0
            for place in range(number):
                linear += data.margins[space.terms[place]] * space.coefficients[place]
            # At the estimate the means add up to the number of cases.
            return FITTED, linear - data.margins[0]
        if taken > _SETTLED_AFTER and largest > _STILL_GOING and _leads_on(data, number, space):
            return NO_ESTIMATE, log_likelihood
    return UNDECIDED, before


@compiled
def _start(data: Data, number: int, space: Space) -> None:
    whole = True
    for pattern in range(1, 1 << data.lists):
        whole = whole and space.left[pattern]
    if whole:
        space.means[:] = data.weight_margins
        space.change[:] = data.weighted_margins
    else:
        for pattern in range(1 << data.lists):
            kept = space.left[pattern]
            space.means[pattern] = data.weights[pattern] if kept else 0.0
            space.change[pattern] = data.weighted[pattern] if kept else 0.0
        superset_sums(space.means, data.lists)
        superset_sums(space.change, data.lists)
    for place in range(number):
        space.step[place] = space.change[space.terms[place]]
    space.coefficients[:number] = 0.0
    space.predictors[:] = 0.0
    # The weights are above 0 at every pattern left, and the columns are independent.
    _solve(number, space)
    _spread(data, number, space)
    for place in range(number):
        space.coefficients[place] = space.step[place]
    space.predictors[:] = space.change


@compiled
def _set_means(data: Data, space: Space) -> None:
    for pattern in range(1 << data.lists):
        space.means[pattern] = exp(space.predictors[pattern]) if space.left[pattern] else 0.0


@compiled
def _solve(number: int, space: Space) -> bool:
    """Turn the gradient in `step` into Newton's step; say whether the Hessian allowed it.

    `means` holds superset sums. The Hessian's upper half is eliminated row by row.
    """
    hessian, step = space.hessian, space.step
    for row in range(number):
        term = space.terms[row]
        for column in range(row, number):
            hessian[row, column] = space.means[term | space.terms[column]]
    for row in range(number):
        pivot = hessian[row, row]
        if not pivot > _PIVOT * space.means[space.terms[row]]:
            return False
        for below in range(row + 1, number):
            factor = hessian[row, below] / pivot
            if factor != 0.0:
                for column in range(below, number):
                    hessian[below, column] -= factor * hessian[row, column]
                step[below] -= factor * step[row]
    for row in range(number - 1, -1, -1):
        rest = step[row]
        for column in range(row + 1, number):
            rest -= hessian[row, column] * step[column]
        step[row] = rest / hessian[row, row]
    return True


@compiled
def _spread(data: Data, number: int, space: Space) -> None:
    """Set `change` to what the step changes at each pattern."""
    space.change[:] = 0.0
    for place in range(number):
        space.change[space.terms[place]] = space.step[place]
    subset_sums(space.change, data.lists)


@compiled
def _take(data: Data, number: int, space: Space) -> float:
    """Take the step, shortened if it is very long; return its largest change at a pattern."""
    _spread(data, number, space)
    largest = 0.0
    for pattern in range(1 << data.lists):
        if space.left[pattern]:
            largest = max(largest, abs(space.change[pattern]))
    if not largest <= _LARGEST_STEP:
        shorter = _LARGEST_STEP / largest
        for place in range(number):
            space.step[place] *= shorter
        for pattern in range(1 << data.lists):
            space.change[pattern] *= shorter
    for place in range(number):
        space.coefficients[place] += space.step[place]
    for pattern in range(1 << data.lists):
        space.predictors[pattern] += space.change[pattern]
    return largest


@compiled
def _halve(number: int, space: Space) -> None:
    """Take half of the last step back."""
    for place in range(number):
        space.step[place] *= 0.5
        space.coefficients[place] -= space.step[place]
    for pattern in range(len(space.change)):
        space.change[pattern] *= 0.5
        space.predictors[pattern] -= space.change[pattern]


@compiled
def _leads_on(data: Data, number: int, space: Space) -> bool:
    """Say whether the step, in whole numbers, raises the likelihood each time it is repeated."""
    for multiple in range(1, _MULTIPLES + 1):
        space.whole[:] = 0
        for place in range(number):
            space.whole[space.terms[place]] = round(space.step[place] * multiple)
        _whole_subset_sums(space.whole, data.lists)
        falls = False
        for pattern in range(1, 1 << data.lists):
            if space.left[pattern]:
                change = space.whole[pattern]
                if change > 0 or (change < 0 and data.counts[pattern] > 0):
                    falls = False
                    break
                falls = falls or change < 0
        if falls:
            return True
    return False


@compiled
def set_terms(mask: int, codes: Integers, lists: int, terms: Integers) -> int:
    """Write a model's terms into `terms` and return how many there are."""
    terms[0] = 0
    for place in range(lists):
        terms[place + 1] = 1 << place
    number = lists + 1
    for bit in range(len(codes)):
        if mask >> bit & 1:
            terms[number] = codes[bit]
            number += 1
    return number


@compiled
def fit_models(
    data: Data, codes: Integers, masks: Integers, found: tuple[NDArray[np.int8], Floats, Floats]
) -> None:
    """Fit each model of `masks`; write codes, log likelihoods and intercepts into `found`."""
    space = space_for(data.lists)
    terms = np.empty(1 << data.lists, np.int64)
    for place in range(len(masks)):
        number = set_terms(masks[place], codes, data.lists, terms)
        code, log_likelihood, intercept = fit(data, terms[:number], space)
        found[0][place] = code
        found[1][place] = log_likelihood
        found[2][place] = intercept
