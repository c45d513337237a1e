"""Poisson regression with a fixed effect for each unit and each period, errors clustered by unit.

The fixed effects are never columns of a design. Each step of iteratively reweighted least squares
removes first the unit effects and then the period effects, for which it solves one system with an
unknown for each period (Frisch, Waugh and Lovell; Guimaraes and Portugal 2010, Stata Journal
10:628).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from unsilenced.evidence.errors import BadInput
from unsilenced.evidence.events.panel import Numbers, Truths

_STEPS = 200
_CLOSE = 1e-14
_FAR = 500.0


@dataclass(frozen=True, slots=True, eq=False)
class Stack:
    """A panel to fit, with its own unit and period effects.

    `counts` are units by periods, `design` units by periods by regressors. `clusters` numbers the
    cluster of each unit. `log_exposure`, if there is one, is added to the logarithm of the mean.
    Where `seen` is false, a count takes no part. Every unit and period has some count.
    """

    counts: Numbers
    design: Numbers
    clusters: tuple[int, ...]
    log_exposure: Numbers | None = None
    seen: Truths | None = None

    def seen_only(self, values: Numbers) -> Numbers:
        """Return values by unit and period with 0 where nothing takes part."""
        return values if self.seen is None else np.where(self.seen, values, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Coefficients (logarithms of rate ratios) with their covariance clustered by unit.

    The covariance is the sandwich times G/(G-1) times (N-1)/(N-K): G clusters, N counts, and K
    regressors and period effects. Unit effects are nested in the clusters and are not in K
    (Cameron and Miller 2015, Journal of Human Resources 50:317).
    """

    coefficients: Numbers
    covariance: Numbers
    clusters: int
    counts: int

    @property
    def errors(self) -> Numbers:
        """The standard errors."""
        found: Numbers = np.sqrt(np.diag(self.covariance))
        return found


def fit(stacks: Sequence[Stack]) -> Fit:
    """Fit stacks that share the coefficients of their regressors.

    The regressors must not be combinations of the fixed effects, and the estimate must exist: see
    `separation`. Raises `BadInput` if the steps do not converge.
    """
    means = [_start(stack) for stack in stacks]
    for _ in range(_STEPS):
        etas, left, coefficients = _step(stacks, means)
        if _decrement(stacks, means, etas) <= _CLOSE:
            return _clustered(stacks, means, left, coefficients)
        means = [np.exp(np.clip(eta, -_FAR, _FAR)) for eta in etas]
    raise BadInput("the fit does not converge: counts or exposures are too far apart")


def _decrement(stacks: Sequence[Stack], means: Sequence[Numbers], etas: Sequence[Numbers]) -> float:
    """Return the length of a step, squared and in standard errors."""
    return sum(
        float(stack.seen_only(mean * (eta - np.log(mean)) ** 2).sum())
        for stack, mean, eta in zip(stacks, means, etas, strict=True)
    )


def _start(stack: Stack) -> Numbers:
    found: Numbers = (stack.counts + stack.counts.mean()) / 2
    return found


def _offset(stack: Stack) -> Numbers | float:
    return 0.0 if stack.log_exposure is None else stack.log_exposure


def _step(
    stacks: Sequence[Stack], means: Sequence[Numbers]
) -> tuple[list[Numbers], list[Numbers], Numbers]:
    """One weighted regression: the new linear predictors, the regressors left, coefficients."""
    weights = [stack.seen_only(mean) for stack, mean in zip(stacks, means, strict=True)]
    responses = [
        np.log(mean) - _offset(stack) + (stack.counts - mean) / mean
        for stack, mean in zip(stacks, means, strict=True)
    ]
    taken = [
        taken_out(stack, np.concatenate([response[..., None], stack.design], axis=2), weight)
        for stack, response, weight in zip(stacks, responses, weights, strict=True)
    ]
    left = [each[..., 1:] for each in taken]
    squares = summed(left, weights, left)
    products = summed(left, weights, [each[..., :1] for each in taken])[:, 0]
    coefficients = np.linalg.solve(squares, products).astype(np.float64)
    etas = [
        response + _offset(stack) - (each[..., 0] - each[..., 1:] @ coefficients)
        for stack, response, each in zip(stacks, responses, taken, strict=True)
    ]
    return etas, left, coefficients


def summed(
    left: Sequence[Numbers], weights: Sequence[Numbers], right: Sequence[Numbers]
) -> Numbers:
    """Return the weighted products of regressors, summed over units, periods and stacks."""
    products = [
        (one * weight[..., None]).reshape(-1, one.shape[-1]).T @ other.reshape(-1, other.shape[-1])
        for one, weight, other in zip(left, weights, right, strict=True)
    ]
    found: Numbers = np.sum(products, axis=0)
    return found


def taken_out(stack: Stack, values: Numbers, weights: Numbers) -> Numbers:
    """Return each of the values' last axis without its weighted unit and period effects."""
    by_unit, by_period = weights.sum(axis=1), weights.sum(axis=0)
    unit_means = np.einsum("up,upk->uk", weights, values) / by_unit[:, None]
    within = values - unit_means[:, None, :]
    shares = weights / by_unit[:, None]
    # Period effects are determined except for a constant; the last term makes their mean zero.
    normal = np.diag(by_period) - weights.T @ shares
    normal += np.outer(by_period, by_period) / by_period.sum()
    totals = np.einsum("up,upk->pk", weights, within)
    if stack.seen is None:
        periods = cho_solve(cho_factor(normal), totals)
    else:  # the seen counts may form separate parts, each with its own constant
        periods = np.linalg.lstsq(normal, totals)[0]
    found: Numbers = within - periods[None] + (shares @ periods)[:, None, :]
    return found


def _clustered(
    stacks: Sequence[Stack],
    means: Sequence[Numbers],
    left: Sequence[Numbers],
    coefficients: Numbers,
) -> Fit:
    weights = [stack.seen_only(mean) for stack, mean in zip(stacks, means, strict=True)]
    bread = np.linalg.inv(summed(left, weights, left))
    owners = np.concatenate([stack.clusters for stack in stacks])
    scores = np.concatenate(
        [
            np.einsum("upk,up->uk", regressors, stack.seen_only(stack.counts - mean))
            for stack, mean, regressors in zip(stacks, means, left, strict=True)
        ]
    )
    clusters, rows = np.unique(owners, return_inverse=True)
    by_cluster = np.zeros((len(clusters), len(coefficients)))
    np.add.at(by_cluster, rows, scores)
    counts = sum(
        stack.counts.size if stack.seen is None else int(stack.seen.sum()) for stack in stacks
    )
    free = len(coefficients) + sum(stack.counts.shape[1] for stack in stacks)
    scale = small_sample(len(clusters), counts, free)
    return Fit(
        coefficients, scale * bread @ by_cluster.T @ by_cluster @ bread, len(clusters), counts
    )


def small_sample(clusters: int, counts: int, free: int) -> float:
    """Return the factor of the sandwich; infinite if nothing is left to judge by."""
    if clusters < 2 or counts <= free:  # noqa: PLR2004 - one cluster does not vary
        return float("inf")
    return clusters / (clusters - 1) * (counts - 1) / (counts - free)
